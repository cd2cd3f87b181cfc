//! The progress of a check of many papers.

use serde_json::json;

use super::server::{Progress, Server};

/// From how many papers on it is worth showing.
const MANY: usize = 500;

impl Server {
    /// Says that so many papers are left to be judged.
    pub(super) fn tell_progress(&mut self, left: usize) {
        if let Some(progress) = &mut self.progress {
            let percentage = 100 - (left * 100 / progress.total.max(1)).min(100);
            let token = progress.token.clone();
            if left == 0 {
                self.progress = None;
                self.notify("$/progress", &json!({ "token": token, "value": { "kind": "end" } }));
            } else if percentage >= progress.percentage + 10 {
                progress.percentage = percentage;
                let value = json!({ "kind": "report", "percentage": percentage });
                self.notify("$/progress", &json!({ "token": token, "value": value }));
            }
        } else if self.client.progress && left >= MANY {
            let token = "issuepaper/check".to_owned();
            self.request("window/workDoneProgress/create", &json!({ "token": token }));
            let value = json!({
                "kind": "begin",
                "title": "Checking papers",
                "message": format!("{left} papers"),
                "percentage": 0,
                "cancellable": false,
            });
            self.notify("$/progress", &json!({ "token": token, "value": value }));
            self.progress = Some(Progress { token, total: left, percentage: 0 });
        }
    }
}
