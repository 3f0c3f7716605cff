// The implementation of <segue-search>. It is a part: pages without a search do not load it. It gets the functions of the
// script as an argument, because esbuild copies every imported module into the part. Only small helpers are imported.

import style from '../dist/search.css';
import { attribute, number, yes } from './place.js';
import english from './lang/en.js';

/** @typedef {import('./v1.js').Kit} Kit */

const sheet = new CSSStyleSheet();
sheet.replaceSync(style);

/**
 * Draws the form and runs searches. It is a form with a button, not a combobox: results are links with several lines, which
 * options of a list box cannot contain, and a combobox makes announcements while the user types.
 * @param {import('./widget.js').Widget} element
 * @param {Kit} kit
 * @param {AbortSignal} gone aborts when the element is removed or changed
 */
export default async (element, kit, gone) => {
  const { node } = kit;
  const said = await kit.wordsFor(element);
  const words = /** @type {Required<import('./types.js').Spoken>} */ ({ ...english, ...said });
  const source = await sourceOf(element, kit);
  if (gone.aborted) return;
  const input = /** @type {HTMLInputElement} */ (node('input', {
    part: 'input', id: 'q', name: 'q', type: 'search', autocomplete: 'off', maxlength: 1000, enterkeyhint: 'search',
  }));
  // Live regions must exist before their text changes, or screen readers do not announce it.
  const status = node('p', { part: 'status', role: 'status' });
  const alert = node('p', { part: 'alert', role: 'alert' });
  const results = node('div', { part: 'results' });
  const form = node('form', { part: 'form', role: 'search' },
    node('label', { part: 'label', for: 'q' }, attribute(element, 'label') || words.label),
    node('div', { class: 'line' }, input, node('button', { part: 'button' }, attribute(element, 'button') || words.button)));
  element.draw(form, status, alert, results).lang = words.tag;
  element.shadowRoot?.adoptedStyleSheets.push(sheet);
  element.finish('ready', {});

  let run = new AbortController();
  gone.addEventListener('abort', () => run.abort());
  const limit = number(element, 'count', 10, 50);

  /**
   * @param {string} text
   * @param {number} offset the number of results that are already shown
   * @param {Element} [list] the list that contains them
   */
  const ask = async (text, offset = 0, list) => {
    run.abort();
    const { signal } = (run = new AbortController());
    results.setAttribute('aria-busy', 'true');
    try {
      const body = await source.search(text, { offset, limit, signal });
      if (!signal.aborted) show(text, body, offset + body.results.length, list);
    } catch (/** @type {any} */ error) {
      if (signal.aborted) return;
      status.textContent = '';
      alert.textContent = words.failed;
      element.finish('error', { reason: error.message, status: error.status, query: text });
    } finally {
      if (!signal.aborted) results.removeAttribute('aria-busy');
    }
  };

  /**
   * @param {string} text
   * @param {import('./types.js').Body} body
   * @param {number} next the offset of the next page
   * @param {Element} [list]
   */
  const show = (text, body, next, list) => {
    const base = kit.base(element);
    const shows = new Set(body.results.map(({ episode }) => episode?.show?.id)); // a single show is not repeated per result
    const only = shows.size == 1 ? [...shows][0] : '';
    const found = kit.linked(body, base).map((result) => kit.item(result, element, words, base, only, passage(result, node)));
    if (list) {
      const first = /** @type {HTMLElement | null | undefined} */ (found[0]?.querySelector('a'));
      list.append(...found);
      first?.focus(); // the focused button may be removed
    } else {
      list = node('ol', { part: 'list' }, ...found);
      results.replaceChildren(...(found.length ? [node('h2', { part: 'heading', class: 'unseen', 'aria-level': element.getAttribute('level') }, words.results), list] : []));
    }
    results.querySelector('[part=more]')?.remove();
    if (body.more && found.length) results.append(more(text, next, list));
    const shown = list.children.length;
    const n = body.total ?? shown;
    const one = new Intl.PluralRules(words.tag).select(n);
    const count = say(words.found[one] || words.found.other || '', { n: n.toLocaleString(words.tag), q: text });
    const also = body.did_you_mean ? ' · ' + say(words.also, { text: body.did_you_mean }) : '';
    status.textContent = shown ? count + also : '';
    alert.textContent = shown ? '' : say(words.none, { q: text });
    element.finish(shown ? 'ready' : 'empty', { query: text, count: shown, total: n });
  };

  const more = (/** @type {string} */ text, /** @type {number} */ offset, /** @type {Element} */ list) => {
    const button = node('button', { part: 'more', type: 'button' }, words.more);
    button.onclick = () => ask(text, offset, list);
    return button;
  };

  form.onsubmit = (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (text) ask(text);
    else input.focus();
  };
};

/**
 * @param {import('./widget.js').Widget} element
 * @param {Kit} kit
 * @returns {Promise<import('./types.js').SearchSource>}
 */
const sourceOf = async (element, kit) => {
  const show = attribute(element, 'show');
  if (yes(element, 'static')) return (await kit.part('static')).searchSource(kit.base(element), kit, show);
  return {
    search: (text, { offset, limit, signal }) => {
      const query = new URLSearchParams(/** @type {any} */ ({ q: text, limit, ...(offset && { offset }), ...(show && { show }) }));
      return kit.get(kit.base(element) + 'v1/search?' + query, signal);
    },
  };
};

/**
 * @param {string} sentence
 * @param {Record<string, string>} values replacements of the placeholders in braces
 */
const say = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

/**
 * The best passage with its highlights, whose ranges are in code points.
 * @param {import('./types.js').Result} result
 * @param {Kit['node']} node
 */
const passage = ({ snippet }, node) => {
  if (!snippet?.text) return null;
  const points = [...String(snippet.text)];
  const cut = (/** @type {number} */ from, /** @type {number} */ to) => points.slice(from, to).join('');
  let end = 0;
  const pieces = (snippet.highlights ?? []).flatMap(([from, to]) => {
    const before = cut(end, from);
    end = to;
    return [before, node('mark', {}, cut(from, to))];
  });
  return node('p', { part: 'passage' }, node('bdi', {}, ...pieces, cut(end, points.length)));
};
