//! Who gets anything of a preview, and what it opens.

use super::browser::{Browser, command};
use super::{paper, project};

#[test]
fn only_the_reader_on_this_machine_gets_anything() {
    let folder = project(&paper());
    folder.write("secret.txt", "SECRET");
    let browser = Browser::new(folder.path(), &["2024-06/a.md"]);
    let (root, port) = (&browser.root, browser.port);
    assert_eq!(root.len(), 34);
    let host = format!("Host: 127.0.0.1:{port}");
    let line = format!("GET {root} HTTP/1.1");
    let page = browser.send(&line, &[&host]);
    for header in [
        "cache-control: no-store",
        "x-content-type-options: nosniff",
        "referrer-policy: no-referrer",
    ] {
        assert!(page.headers.iter().any(|it| it == header), "{:?}", page.headers);
    }
    let policy = page.headers.iter().find(|it| it.starts_with("content-security-policy:")).unwrap();
    assert!(
        policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
        "{policy}"
    );
    for (line, headers, status) in [
        (line.clone(), vec!["Host: evil.example"], 403),
        (line.clone(), vec![host.as_str(), "Host: evil.example"], 400),
        (line.clone(), vec![], 400),
        (line.clone(), vec![host.as_str(), "Origin: http://evil.example"], 403),
        (line.clone(), vec![host.as_str(), "Sec-Fetch-Site: cross-site"], 403),
        (line.replace("GET", "POST"), vec![host.as_str()], 405),
        (line.replace("GET", "DELETE"), vec![host.as_str()], 405),
        ("GET / HTTP/1.1".to_owned(), vec![host.as_str()], 404),
        (format!("GET {} HTTP/1.1", &root[..root.len() - 1]), vec![host.as_str()], 404),
        (format!("GET http://evil.example{root} HTTP/1.1"), vec![host.as_str()], 404),
    ] {
        let page = browser.send(&line, &headers);
        assert_eq!(
            (page.status, page.body.contains("kept by hand")),
            (status, false),
            "{line} {headers:?}"
        );
    }
    for path in [
        "../secret.txt",
        "%2e%2e/x",
        "secret.txt",
        "issuepaper.yaml",
        "/etc/passwd",
        "..\\x",
        "%00",
        "%ff",
        "2024-06/a.md",
        "2024-06/a.html/../../secret.txt",
        "-/look.css/../../secret.txt",
        "secret.html",
    ] {
        let page = browser.get(path);
        assert!(
            page.status == 404 && !page.body.contains("SECRET") && !page.body.contains("coac\n"),
            "{path}"
        );
    }
    assert_eq!(browser.get("").status, 200);
}

#[test]
fn one_who_sends_half_of_a_request_keeps_nobody_waiting() {
    let folder = project(&paper());
    let browser = Browser::new(folder.path(), &["2024-06/a.md"]);
    let half = |head: &str| {
        let mut stream = std::net::TcpStream::connect(("127.0.0.1", browser.port)).unwrap();
        std::io::Write::write_all(&mut stream, head.as_bytes()).unwrap();
        stream
    };
    let host = format!("Host: 127.0.0.1:{}", browser.port);
    let heads = [
        "GET / HTTP/1.1\r\nContent-Length: 1000000000\r\n\r\n".to_owned(),
        "POST / HTTP/1.1\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n".to_owned(),
        format!("GET {} HTTP/1.1\r\n{host}\r\nContent-Length: 99999\r\n\r\n", browser.root),
        format!("GET {} HTTP/1.1\r\n{host}\r\n\r\n", browser.root).repeat(200),
        "GET /".to_owned(),
    ];
    let open: Vec<_> = heads.iter().flat_map(|head| (0..4).map(|_| half(head))).collect();
    let start = std::time::Instant::now();
    assert_eq!(browser.get("").status, 200);
    assert!(start.elapsed().as_secs() < 10 && open.len() == 20);
}

#[cfg(unix)]
#[test]
fn an_editor_opens_files_of_the_project_alone() {
    let folder = project(&paper());
    let script = folder.write("editor.sh", "#!/bin/sh\nprintf '%s\\n' \"$@\" >> opened\n");
    let command = format!("sh {} {{path}} {{line}}", script.display());
    let browser =
        Browser::with(folder.path(), &["2024-06/a.md"], &[("ISSUEPAPER_EDITOR", &command)]);
    let editor = browser.get("").attribute("<aside", "data-editor").unwrap();
    assert_eq!(editor, format!("{}-/open", browser.root));
    for (query, status) in [
        ("?file=2024-06%2Fa.md&line=22&column=3", 200),
        ("?file=editor.sh&line=1&column=1", 404),
        ("?file=..%2F..%2Fetc%2Fpasswd&line=1", 404),
        ("?line=1", 404),
    ] {
        assert_eq!(browser.get(&format!("-/open{query}")).status, status, "{query}");
    }
    let opened = || std::fs::read_to_string(folder.path().join("opened")).unwrap_or_default();
    for _ in 0..500 {
        if !opened().is_empty() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let path = folder.path().canonicalize().unwrap().join("2024-06/a.md");
    assert_eq!(opened(), format!("{}\n22\n", path.display()));
    let without = Browser::new(folder.path(), &["2024-06/a.md"]);
    assert!(!without.get("").body.contains("data-editor"));
    assert_eq!(without.get("-/open?file=2024-06%2Fa.md&line=1").status, 404);
}

#[cfg(unix)]
#[test]
fn a_port_in_use_is_told_and_ctrl_c_ends_it() {
    let folder = project(&paper());
    let browser = Browser::new(folder.path(), &["2024-06/a.md"]);
    let port = browser.port.to_string();
    let taken = command(folder.path(), &["2024-06/a.md", "--port", &port]).output().unwrap();
    let said = String::from_utf8_lossy(&taken.stderr).into_owned();
    assert!(taken.status.code() == Some(2) && said.contains("is in use"), "{said}");
    assert_eq!(browser.interrupt(), Some(130));
}
