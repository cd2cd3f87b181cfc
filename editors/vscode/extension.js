// Starts `issuepaper lsp` for the papers of a workspace and the files that they are judged by.
const vscode = require('vscode');
const { LanguageClient } = require('vscode-languageclient/node');

let client;

function start() {
  const settings = vscode.workspace.getConfiguration('issuepaper');
  const server = { command: settings.get('path', 'issuepaper'), args: ['lsp'] };
  client = new LanguageClient('issuepaper', 'Issue papers', server, {
    documentSelector: [
      { language: 'markdown' },
      // Settings and registers, and the front matter of papers that have it in a file beside them, whatever its name.
      { language: 'yaml' },
    ],
    initializationOptions: { diagnostics: settings.get('diagnostics', 'project') },
  });
  return client.start();
}

async function activate(context) {
  const restart = async () => {
    await client?.stop();
    await start();
  };
  context.subscriptions.push(
    vscode.commands.registerCommand('issuepaper.restart', restart),
    vscode.workspace.onDidChangeConfiguration(event => {
      if (event.affectsConfiguration('issuepaper')) restart();
    }),
  );
  await start();
}

module.exports = { activate, deactivate: () => client?.stop() };
