//! The folder of the project, and the repository around it, while a preview of it runs.

use std::path::Path;

use super::browser::{Browser, told};
use super::{paper, project};
use crate::support::Folder;

/// Commits everything in the folder `at`.
fn commit(folder: &Folder, at: &str) {
    folder.run(&format!("git -C {at} add .")).unwrap();
    folder.run(&format!("git -C {at} commit --quiet -m x")).unwrap();
}

/// Waits for the page that a commit changes, and changes it.
fn commit_is_told(folder: &Folder, at: &str) {
    let project = folder.path().join(at);
    folder
        .write(&format!("{at}/2024-06/a.md"), paper().replace("kept by hand", "kept by a machine"));
    let browser = Browser::new(&project, &["2024-06/a.md"]);
    browser.wait("?view=commit", |page| page.main().contains("<del><span"));
    browser.wait("-/papers", |page| !page.main().contains("still being checked"));
    let mut changes = browser.listen();
    commit(folder, at);
    told(&mut changes);
    browser.wait("?view=commit", |page| !page.main().contains("<del><span"));
}

/// A repository in `main`, with a project in `main` or in a folder of it.
fn repository(project: &str) -> Folder {
    let folder = Folder::new();
    folder.write(&format!("{project}/issuepaper.yaml"), "series: coac\n");
    folder.write(&format!("{project}/2024-06/a.md"), paper());
    folder.run("git -C main init --quiet").unwrap();
    commit(&folder, "main");
    folder
}

#[test]
fn a_commit_is_told_though_the_repository_is_around_the_project() {
    commit_is_told(&repository("main/papers"), "main/papers");
}

#[test]
fn a_commit_in_a_worktree_is_told() {
    for (project, beside) in [("main/papers", "beside/papers"), ("main", "beside")] {
        let folder = repository(project);
        folder.run("git -C main worktree add --quiet ../beside").unwrap();
        commit_is_told(&folder, beside);
    }
}

#[test]
fn a_repository_that_comes_later_is_followed() {
    let folder = project(&paper());
    let browser = Browser::new(folder.path(), &["2024-06/a.md"]);
    browser.wait("-/papers", |page| !page.main().contains("still being checked"));
    folder.run("git init --quiet").unwrap();
    commit(&folder, ".");
    folder.write("2024-06/a.md", paper().replace("kept by hand", "kept by a machine"));
    browser.wait("?view=commit", |page| page.main().contains("<del><span"));
    // What came before is told by now.
    std::thread::sleep(std::time::Duration::from_millis(500));
    let mut changes = browser.listen();
    commit(&folder, ".");
    told(&mut changes);
    browser.wait("?view=commit", |page| !page.main().contains("<del><span"));
}

#[test]
#[cfg(unix)]
fn a_pipe_in_place_of_a_repository_is_not_opened() {
    let folder = Folder::new();
    folder.write("papers/issuepaper.yaml", "series: coac\n");
    folder.write("papers/2024-06/a.md", paper());
    let made = std::process::Command::new("mkfifo").arg(folder.path().join(".git")).status();
    assert!(made.unwrap().success());
    let browser = Browser::new(&folder.path().join("papers"), &["2024-06/a.md"]);
    assert_eq!(browser.get("").status, 200);
    std::fs::remove_file(folder.path().join(".git")).unwrap();
    folder.write(".git", "gitdir: \n");
    assert_eq!(browser.get("").status, 200);
}

#[test]
fn a_folder_that_went_is_entered_again_when_it_is_back() {
    let folder = Folder::new();
    let copy = |to: &Path| {
        std::fs::create_dir_all(to.join("2024-06")).unwrap();
        std::fs::write(to.join("issuepaper.yaml"), "series: coac\n").unwrap();
        std::fs::write(to.join("2024-06/a.md"), paper()).unwrap();
    };
    let at = folder.path().join("papers");
    copy(&at);
    let browser = Browser::new(&at, &["2024-06/a.md"]);
    browser.wait("", |page| page.main().contains("kept by hand"));
    for (round, is_moved) in [false, true, false].into_iter().enumerate() {
        if is_moved {
            std::fs::rename(&at, folder.path().join("elsewhere")).unwrap();
        } else {
            std::fs::remove_dir_all(&at).unwrap();
            browser.wait("", |page| page.status == 404);
        }
        copy(&at);
        browser.wait("", |page| page.main().contains("kept by hand"));
        // What happens in the new one is seen.
        let text = paper().replace("by hand", &format!("in round {round}"));
        std::fs::write(at.join("2024-06/a.md"), text).unwrap();
        let shown = format!("kept in round {round}");
        let page = browser.wait("", |page| page.main().contains(&shown));
        assert_eq!(page.rules(), ["broken-link"]);
    }
}

#[test]
fn settings_that_went_with_everything_are_told() {
    let folder = project(&paper());
    let browser = Browser::new(folder.path(), &[]);
    browser.wait("", |page| page.main().contains(">A paper</a>"));
    std::fs::remove_file(folder.path().join("issuepaper.yaml")).unwrap();
    std::fs::remove_dir_all(folder.path().join("2024-06")).unwrap();
    browser.wait("", |page| !page.main().contains(">A paper</a>"));
}
