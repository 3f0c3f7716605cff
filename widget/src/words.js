// The texts of the widget and their language.

import { attribute, part, yes } from './place.js';
import builtin from './lang/builtin.js';

/**
 * The texts for an element, in the language of the closest `lang`; English if it is not supported. A JSON script inside the
 * element and the attribute `heading` replace single texts.
 * @param {Element} element
 * @returns {Promise<import('./types.js').Spoken>}
 */
export const wordsFor = async (element) => {
  const near = /** @type {HTMLElement} */ (element.closest('[lang]') || document.documentElement);
  const [, language, region] = /^\s*(ar|de|en|es|fr|ja)(?![a-z])([-_][a-z]{2}\b)?/i.exec(near.lang) || [0, 'en'];
  const name = language.toLowerCase();
  // If the language cannot be loaded, the texts are English.
  const words = (name != 'en' || yes(element, 'reasons')) && (await part(name).catch(() => null));
  const replaced = element.querySelector('[type="application/json"]') && (await part('placeholder')).texts(element);
  const said = { ...builtin, ...words?.default, ...replaced, tag: (name + (region || '')).replace('_', '-') };
  if (element.hasAttribute('heading')) said.heading = attribute(element, 'heading');
  return said;
};
