// Confirmations open as popovers without this file; with it they are modal and hold the focus.

document.addEventListener('click', (event) => {
  const opener = event.target.closest('[data-opens-dialog]');
  if (opener) {
    event.preventDefault();
    document.getElementById(opener.dataset.opensDialog)?.showModal();
    return;
  }
  const closer = event.target.closest('[data-closes-dialog]');
  if (closer) {
    event.preventDefault();
    closer.closest('dialog').close();
  }
});
