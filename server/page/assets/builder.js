// Makes the snippet builder answer at once: what is chosen is asked for as the form would ask for it, and what the server
// wrote is put into the place of what was there. Without this script the button does the same.

const byId = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
const form = byId('choose');
let asked = new AbortController();
let timer = 0;

form.addEventListener('input', () => {
  clearTimeout(timer);
  timer = setTimeout(renew, 250);
});
form.addEventListener('submit', (/** @type {Event} */ event) => {
  event.preventDefault();
  renew();
});
byId('made').addEventListener('change', frame);
enhance();

async function renew() {
  clearTimeout(timer);
  asked.abort();
  asked = new AbortController();
  // What is left as it is does not stand in the address.
  const chosen = [...new FormData(form)].filter(([, value]) => value != '');
  const address = '/snippet?' + new URLSearchParams(/** @type {any} */ (chosen));
  try {
    const page = await (await fetch(address, { signal: asked.signal })).text();
    const made = new DOMParser().parseFromString(page, 'text/html').getElementById('made');
    if (!made) return;
    history.replaceState(null, '', address);
    put(made);
    byId('said').textContent = made.querySelector('.fault')?.textContent ?? 'The snippet is renewed';
  } catch (/** @type {any} */ error) {
    if (error.name != 'AbortError') byId('said').textContent = 'The server does not answer. Try again in a moment.';
  }
}

/**
 * Puts in what is new, and keeps what the visitor has opened and set.
 * @param {HTMLElement} made
 */
function put(made) {
  const open = [...byId('made').querySelectorAll('details[open] > summary')].map((summary) => summary.textContent);
  const set = [...byId('made').querySelectorAll('#frames :checked')].map(({ id }) => id);
  byId('made').replaceChildren(...made.childNodes);
  for (const summary of byId('made').querySelectorAll('summary')) summary.parentElement.open = open.includes(summary.textContent);
  for (const id of set) if (byId(id)) byId(id).checked = true;
  enhance();
}

/** Adds what only a script can do: the copy buttons, and what the preview is set to. */
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
  } catch { // an address that is neither secure nor local has no clipboard
    getSelection()?.selectAllChildren(code);
    document.execCommand('copy');
  }
  button.textContent = 'Copied';
  byId('said').textContent = 'Copied';
  setTimeout(() => { button.textContent = 'Copy'; }, 2000);
}
