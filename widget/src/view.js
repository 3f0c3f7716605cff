// Making nodes. Text goes in as text and addresses are looked at first, so nothing of an answer can
// become markup or script; there is no other way to make a node in this widget.

import { web, yes } from './place.js';

/**
 * @param {string} tag
 * @param {Record<string, any>} attributes those that are null are left out
 * @param {...any} children those that are empty are left out
 */
export const node = (tag, attributes, ...children) => {
  const made = document.createElement(tag);
  for (const name in attributes) if (attributes[name] != null) made.setAttribute(name, attributes[name]);
  made.append(...children.filter(Boolean));
  return made;
};

/**
 * Results that can be shown, each with the address that it leads to: the episode's own page, or where it has none
 * the one that the service has for it. What has no title or another kind of address is left out.
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
 * @param {Element} element says by its attributes what is shown of it
 * @param {import('./types.js').Spoken} words
 * @param {string} base
 * @param {string} [show] the id of the show that need not be named
 * @param {Node | null} [passage] what stands below the title
 */
export const item = ({ episode, reasons, href }, element, words, base, show, passage) => {
  const { published, duration } = episode;
  const facts = [
    published && node('time', { datetime: published },
      new Date(published).toLocaleDateString(words.tag, { dateStyle: 'medium', timeZone: 'UTC' })),
    // The rule of data.Minutes in Go; a test compares both.
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
 * A box of fixed size, with the image that the service keeps of the episode, never the publisher's: that may
 * have megabytes, and tells another host who reads. An image that is not there leaves the box.
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
