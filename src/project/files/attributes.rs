//! What the file system knows of a file besides its permissions: owner, access control lists and extended attributes.

use std::fs::{File, Metadata};

/// Gives a new file the owner and the group of the one that it replaces, as far as the user may.
#[cfg(unix)]
pub(super) fn keep_owner(file: &File, data: &Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};
    let Ok(new) = file.metadata() else { return };
    let (owner, group) = (data.uid(), data.gid());
    if (new.uid(), new.gid()) != (owner, group) && fchown(file, Some(owner), Some(group)).is_err() {
        let _ = fchown(file, None, Some(group));
    }
}

#[cfg(not(unix))]
pub(super) fn keep_owner(_: &File, _: &Metadata) {}

/// Gives a new file the attributes of the one that it replaces, as far as the system and the user's rights allow. A file
/// without them loses nothing that its text needs.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub(super) fn keep_attributes(new: &File, old: &File) {
    use rustix::fs::{XattrFlags, fremovexattr, fsetxattr};
    let (kept, inherited) = (names(old), names(new));
    for name in inherited.iter().filter(|name| !kept.contains(name)) {
        // The folder gave it to the new file, and not to the old one.
        let _ = fremovexattr(new, name.as_slice());
    }
    for name in kept {
        if let Some(value) = value(old, &name) {
            let _ = fsetxattr(new, name.as_slice(), &value, XattrFlags::empty());
        }
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
pub(super) fn keep_attributes(_: &File, _: &File) {}

/// The names of the attributes that belong to a file whatever its text is: a signature of the text is none.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn names(file: &File) -> Vec<Vec<u8>> {
    use rustix::fs::{flistxattr, flistxattr_query};
    let Ok(length) = flistxattr_query(file) else { return Vec::new() };
    let mut list = vec![0; length];
    let Ok(length) = flistxattr(file, &mut list[..]) else { return Vec::new() };
    list.truncate(length);
    let is_kept = |name: &[u8]| {
        let starts: &[&[u8]] = &[b"user.", b"system.", b"security.selinux"];
        !name.is_empty()
            && (cfg!(target_vendor = "apple") || starts.iter().any(|it| name.starts_with(it)))
    };
    list.split(|byte| *byte == 0).filter(|name| is_kept(name)).map(<[u8]>::to_vec).collect()
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn value(file: &File, name: &[u8]) -> Option<Vec<u8>> {
    use rustix::fs::{fgetxattr, fgetxattr_query};
    let length = fgetxattr_query(file, name).ok()?;
    let mut value = vec![0; length];
    let length = fgetxattr(file, name, &mut value[..]).ok()?;
    value.truncate(length);
    Some(value)
}

#[cfg(test)]
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
mod tests {
    use rustix::fs::{XattrFlags, fsetxattr};

    use super::*;
    use crate::project::files::{replace, replace_below, rewrite};

    #[test]
    fn a_file_keeps_its_attributes_however_it_is_replaced() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("a.md");
        std::fs::write(&path, "one")?;
        let set = |name: &str, value: &[u8]| {
            fsetxattr(File::open(&path)?, name, value, XattrFlags::empty())
                .map_err(std::io::Error::from)
        };
        if set("user.origin", b"desk").is_err() {
            // The file system has none.
            return Ok(());
        }
        // Version 2; the owner and user 12345 may read and write, the mask allows it, others nothing.
        let mut list = vec![2, 0, 0, 0];
        for (kind, rights, id) in [
            (1_u16, 6_u16, u32::MAX),
            (2, 6, 12345),
            (4, 4, u32::MAX),
            (16, 6, u32::MAX),
            (32, 0, u32::MAX),
        ] {
            list.extend([kind.to_le_bytes(), rights.to_le_bytes()].concat());
            list.extend(id.to_le_bytes());
        }
        let has_list = set("system.posix_acl_access", &list).is_ok();
        let holds = |text: &str| {
            let file = File::open(&path)?;
            assert_eq!(std::fs::read_to_string(&path)?, text);
            assert_eq!(value(&file, b"user.origin").as_deref(), Some(&b"desk"[..]), "{text}");
            let found = value(&file, b"system.posix_acl_access");
            assert_eq!(found.as_ref(), Some(&list).filter(|_| has_list), "{text}");
            std::io::Result::Ok(())
        };
        assert_eq!(rewrite(&path, b"one", b"two"), Ok(()));
        holds("two")?;
        assert_eq!(replace(&path, "three"), Ok(()));
        holds("three")?;
        assert_eq!(replace_below(folder.path(), &path, b"four"), Ok(()));
        holds("four")
    }
}
