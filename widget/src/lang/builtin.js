// The texts that every page needs. Without other languages and reasons, no language file is loaded.

export default { heading: 'Related episodes', minutes: '{n} min' };
