/** @type {import('../types.js').Words} */
export default {
  heading: 'Related episodes',
  minutes: '{n} min',
  topics: 'Also about {text}',
  person: 'Also with {text}',
  series: 'Same series: {text}',
  tag: 'Also tagged {text}',
  show: 'Also from {text}',
  label: 'Search episodes',
  button: 'Search',
  results: 'Results',
  found: { one: '{n} episode for “{q}”', other: '{n} episodes for “{q}”' },
  none: 'No episode found for “{q}”',
  failed: 'Search is not available right now. Please try again later.',
  also: 'Also searched for “{text}”',
  more: 'More results',
};
