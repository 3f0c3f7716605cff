// Creates DOM nodes. Texts are added as text and addresses are validated, so an answer cannot inject markup or scripts. All
// nodes of the widget are created here.

import { web, yes } from './place.js';

/**
 * @param {string} tag
 * @param {Record<string, any>} attributes null and undefined are ignored
 * @param {...any} children falsy children are ignored
 */
export const node = (tag, attributes, ...children) => {
  const made = document.createElement(tag);
  for (const name in attributes) if (attributes[name] != null) made.setAttribute(name, attributes[name]);
  made.append(...children.filter(Boolean));
  return made;
};

/**
 * The valid results, each with the address of its link: the episode's page, or else its page on the server. Results without
 * a title or with an unsafe address are left out.
 * @param {import('./types.js').Body} body
 * @param {string} base
 */
export const linked = (body, base) => body.results.flatMap((result) => {
  try {
    const { title, url, id } = result.episode;
    return title.trim() ? [{ ...result, href: web(url ?? 'episodes/' + encodeURIComponent(id), base) }] : [];
  } catch {
    return [];
  }
});

/** @typedef {ReturnType<typeof linked>[number]} Linked */

/**
 * One row or card.
 * @param {Linked} result
 * @param {Element} element its attributes control what is shown
 * @param {import('./types.js').Spoken} words
 * @param {string} base
 * @param {string} [show] the id of a show whose title is not shown
 * @param {Node | null} [passage] shown below the title
 */
export const item = ({ episode, reasons, href }, element, words, base, show, passage) => {
  const { published, duration } = episode;
  const facts = [
    published && node('time', { datetime: published },
      new Date(published).toLocaleDateString(words.tag, { dateStyle: 'medium', timeZone: 'UTC' })),
    // Same as data.Minutes in Go; a test compares both.
    duration && words.minutes.replace('{n}', () => `${Math.round(duration / 60) || 1}`),
    episode.show?.id != show && episode.show?.title,
  ];
  const reason = yes(element, 'reasons') && reasons?.find(({ kind }) => kind in words);
  return node('li', { part: 'item' },
    yes(element, 'images') && picture(episode, base),
    node('div', {},
      node('a', { part: 'link', href, lang: episode.language }, node('bdi', {}, episode.title)),
      passage,
      node('p', { part: 'facts' }, ...facts.filter(Boolean).flatMap((fact, i) => [i && ' · ', fact])),
      reason && node('p', { part: 'reason' }, words[/** @type {'topics'} */ (reason.kind)].replace('{text}', () => reason.text))));
};

/**
 * A box of fixed size with the server's thumbnail. The publisher's image is never loaded: it may have megabytes, and the
 * request would reveal the visitor. If the thumbnail is missing, the box stays empty.
 * @param {import('./types.js').Episode} episode
 * @param {string} base
 */
const picture = ({ image, id }, base) => {
  const shown = image && node('img', {
    part: 'image', alt: '', width: 64, height: 64, loading: 'lazy', decoding: 'async', referrerpolicy: 'no-referrer',
    src: base + 'thumbs/' + encodeURIComponent(id) + '.jpg',
  });
  if (shown) shown.onerror = () => shown.remove();
  return node('span', {}, shown);
};
