// Updates the snippet builder after each change: sends the form to the server and replaces the snippet and the preview with
// the answer. Without this script, the form's button does the same.

const byId = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
const form = byId('choose');
let request = new AbortController();
let timer = 0;

form.addEventListener('input', () => {
  clearTimeout(timer);
  timer = setTimeout(update, 250);
});
form.addEventListener('submit', (/** @type {Event} */ event) => {
  event.preventDefault();
  update();
});
byId('made').addEventListener('change', frame);
enhance();

async function update() {
  clearTimeout(timer);
  request.abort();
  request = new AbortController();
  // Empty fields are left out of the address.
  const values = [...new FormData(form)].filter(([, value]) => value != '');
  const address = '/snippet?' + new URLSearchParams(/** @type {any} */ (values));
  try {
    const page = await (await fetch(address, { signal: request.signal })).text();
    const made = new DOMParser().parseFromString(page, 'text/html').getElementById('made');
    if (!made) return;
    history.replaceState(null, '', address);
    replace(made);
    byId('said').textContent = made.querySelector('.fault')?.textContent ?? 'Snippet updated';
  } catch (/** @type {any} */ error) {
    if (error.name != 'AbortError') byId('said').textContent = 'The server does not respond. Try again in a moment.';
  }
}

/**
 * Replaces the snippet and the preview. Open sections and preview settings are kept.
 * @param {HTMLElement} made
 */
function replace(made) {
  const open = [...byId('made').querySelectorAll('details[open] > summary')].map((summary) => summary.textContent);
  const set = [...byId('made').querySelectorAll('#frames :checked')].map(({ id }) => id);
  byId('made').replaceChildren(...made.childNodes);
  for (const summary of byId('made').querySelectorAll('summary')) summary.parentElement.open = open.includes(summary.textContent);
  for (const id of set) if (byId(id)) byId(id).checked = true;
  enhance();
}

/** Adds the copy buttons and applies the preview settings. */
function enhance() {
  for (const code of document.querySelectorAll('.code')) {
    const button = Object.assign(document.createElement('button'), { type: 'button', className: 'copy', textContent: 'Copy' });
    button.onclick = () => copy(/** @type {HTMLElement} */ (code.querySelector('code')), button);
    code.append(button);
  }
  frame();
}

function frame() {
  const look = byId('look');
  if (!look) return;
  const value = (/** @type {string} */ name) => /** @type {any} */ (document.querySelector(`#frames [name=${name}]:checked`))?.value ?? '';
  look.parentElement.style.width = value('w') ? `${+value('w') + 2}px` : '';
  const address = new URL(look.src);
  address.searchParams.delete('scheme');
  if (value('s')) address.searchParams.set('scheme', value('s'));
  if (address.href != look.src) look.src = address.href;
}

/**
 * @param {HTMLElement} code
 * @param {HTMLButtonElement} button
 */
async function copy(code, button) {
  try {
    await navigator.clipboard.writeText(code.textContent ?? '');
  } catch { // pages without HTTPS have no clipboard API, except on localhost
    getSelection()?.selectAllChildren(code);
    document.execCommand('copy');
  }
  button.textContent = 'Copied';
  byId('said').textContent = 'Copied';
  setTimeout(() => { button.textContent = 'Copy'; }, 2000);
}
