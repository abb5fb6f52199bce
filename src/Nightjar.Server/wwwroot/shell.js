// Keys, dialogs and the theme switch: what must answer at once, without a round trip to the server.

function switchTheme() {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = dark ? 'light' : 'dark';
  document.cookie = `nightjar-theme=${root.dataset.theme};path=/;max-age=31536000;samesite=strict`;
}

function open(id) {
  const dialog = document.getElementById(id);
  if (dialog && !dialog.open) {
    dialog.showModal();
  }
}

function typing(target) {
  return target.closest('input, textarea, select, [contenteditable]');
}

document.addEventListener('click', event => {
  const opener = event.target.closest('[data-open]');
  if (opener) {
    open(opener.dataset.open);
  } else if (event.target.closest('[data-theme-switch]')) {
    switchTheme();
  } else if (event.target.tagName === 'DIALOG') {
    event.target.close(); // a click beside the dialog's content
  }
});

document.addEventListener('keydown', event => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
    event.preventDefault();
    open('nj-goto');
  } else if (!event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target) && !document.querySelector('dialog[open]')) {
    if (event.key === '?') {
      open('nj-keys');
    } else {
      document.querySelector(`[data-key="${CSS.escape(event.key)}"]`)?.click();
    }
  }
});

document.addEventListener('click', async event => {
  const button = event.target.closest('[data-copy]');
  if (button) {
    const text = button.parentElement.querySelector('pre');
    try {
      await navigator.clipboard.writeText(text.textContent);
    } catch {
      // Over plain HTTP browsers give no clipboard: the text is selected, and the old way copies it where it still works.
      getSelection().selectAllChildren(text);
      if (!document.execCommand('copy')) {
        return;
      }
    }
    button.dataset.copied = 'true';
    setTimeout(() => delete button.dataset.copied, 1500);
  }
});

window.nightjarClose = id => document.getElementById(id)?.close();

// Loaded by the circuit's first render, so from here on the page answers to clicks.
document.documentElement.dataset.interactive = 'true';
