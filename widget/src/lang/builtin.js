// What every page needs: without other languages and reasons, nothing more is loaded to say it.

export default { heading: 'Related episodes', minutes: '{n} min' };
