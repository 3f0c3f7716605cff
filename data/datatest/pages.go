package datatest

// Page is a page with addresses that are all in use for it.
type Page struct {
	Name      string
	Addresses []string
}

// Pages are pages with different keys. The tests of the key in Go and in the widget use them.
var Pages = []Page{
	{"a page in a folder", []string{
		"https://coast.example/episodes/kelp/", "http://coast.example/episodes/kelp", "https://www.coast.example/episodes/kelp/", "https://COAST.example:443/episodes/kelp#listen",
		"https://coast.example/episodes/kelp/index.html", "https://coast.example/episodes/kelp/index.htm", "https://coast.example/episodes/kelp/index.php", "https://coast.example/episodes/kelp.html",
		"https://coast.example/episodes/kelp/amp/", "https://coast.example/episodes/kelp/amp", "https://coast.example/amp/episodes/kelp/", "https://coast.example/episodes/kelp/?amp=1", "https://coast.example/episodes/kelp/?amp",
		"https://coast.example/episodes/kelp.amp.html", "https://coast.example/episodes/kelp/?outputType=amp", "https://amp.coast.example/episodes/kelp", "https://coast.example/episodes/kelp/amp/index.html",
		"https://coast.example/episodes/kelp/?utm_source=news&utm_medium=email", "https://coast.example/episodes/kelp/?ref=mail", "https://coast.example/episodes/kelp/?mc_cid=1&mc_eid=2", "https://coast.example/episodes/kelp?fbclid=3",
		"https://coast.example/episodes/k%65lp/", "https://coast.example/%65pisodes/kelp/?#", "https://coast.example/episodes/kelp/?&",
	}},
	{"another page in the folder", []string{"https://coast.example/episodes/kelp-2"}},
	{"a page with a number", []string{"https://coast.example/?p=7", "https://coast.example/index.php?p=7&ref=x", "https://coast.example?p=7"}},
	{"another number", []string{"https://coast.example/?p=8"}},
	{"the home page", []string{"https://coast.example/", "https://coast.example", "https://www.coast.example/index.html", "https://coast.example./"}},
	{"Japanese", []string{
		"https://coast.example/%e3%83%8e%e3%83%aa/", "https://coast.example/%E3%83%8E%E3%83%AA/", "https://coast.example/ノリ/", "https://coast.example/%E3%83%8e%e3%83%AA",
	}},
	{"Greek", []string{"https://coast.example/%ce%b1%cf%86%cf%81%cf%8c%cf%82", "https://coast.example/%CE%B1%CF%86%CF%81%CF%8C%CF%82/", "https://coast.example/αφρός/amp/"}},
	{"composed and decomposed letters", []string{"https://coast.example/caf\u00e9", "https://coast.example/cafe\u0301", "https://coast.example/cafe%cc%81", "https://coast.example/caf%c3%a9"}},
	{"an international host", []string{"https://bücher.example/a", "https://xn--bcher-kva.example/a", "https://BÜCHER.example/a"}},
	{"marks with and without encoding", []string{"https://coast.example/it's(1)!,a+b", "https://coast.example/it%27s%281%29%21%2Ca%2bb", "https://coast.example/it%27s(1)!%2ca+b"}},
	{"an encoded query", []string{"https://coast.example/listen?q=caf%C3%A9+au%20lait&id=1", "https://coast.example/listen?id=1&q=caf%c3%a9%20au+lait", "https://coast.example/listen.html?id=1&utm_id=2&q=café au lait"}},
	{"an encoded slash", []string{"https://coast.example/a%2fb", "https://coast.example/a%2Fb"}},
	{"a slash", []string{"https://coast.example/a/b"}},
}
