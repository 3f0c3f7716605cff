/** @type {import('../types.js').Words} */
export default {
  heading: 'Episodios relacionados',
  minutes: '{n} min',
  topics: 'También sobre {text}',
  person: 'También con {text}',
  series: 'Misma serie: {text}',
  tag: 'También con la etiqueta {text}',
  show: 'También de {text}',
  label: 'Buscar episodios',
  button: 'Buscar',
  results: 'Resultados',
  found: { one: '{n} episodio para «{q}»', many: '{n} de episodios para «{q}»', other: '{n} episodios para «{q}»' },
  none: 'No se encontró ningún episodio para «{q}»',
  failed: 'La búsqueda no responde en este momento. Inténtalo de nuevo más tarde.',
  also: 'También se buscó «{text}»',
  more: 'Más resultados',
};
