package recommend

import "strings"

// stopWords are stems of English words that are never shown as topics. They count in scores
// but explain nothing to a reader.
var stopWords = setOf(`
	abl about across actual add admit again ago ahead allow almost alon along alreadi also although alwai among and anoth
	answer appear approach around arriv ask becam becom befor began begin behind believ below best better between beyond
	big both bring brought call came can case certain chang choos clear close come common complet consid contain correct
	creat dai deal decid describ did differ difficult discuss done down dure each earli easi easili effect either els end
	enjoi enough entir episod especi even ever everi everyon everyth exampl exist expect experi explain explor express far
	fast favorit feel few final find first five focu follow forward found four full fun further futur gain gave gener get
	give given go goal goe gone good got great group grow guest had half happen hard has have hear heard help her here
	high him his hold hope hour how howev idea import improv includ increas instead interest interview introduc involv
	issu join just keep kind knew know known larg last late later lead least leav left less let life like littl live long
	look lot love low made main make mani mark matter mayb mean meet mention might mind minut moment month more most move
	much must name near need never new next nice night nine now number offer often old onc one onli opinion order other
	ought our out over own part particular past peopl perhap person piec place plan pleas podcast point possibl present
	pretti probabl problem proper provid put question quick quit rang rather reach read readi real realli reason recent
	regard relat rememb requir rest result return run sai said same saw second see seem seen sens serious set seven sever
	she short should show side simpl simpli sinc singl six small so some someon someth sometim soon sort speak special
	spend stai stand start step still stop stori strong studi success such sure take taken talk tell ten term than thank
	that the their them then there these thing think third this those though thought three through time tip today togeth
	told too took top topic toward true try turn twice two typic under understand until upon us use usual variou veri view
	visit wai walk want wast watch week well went were what when where whether which while who whole whose why wide will
	wish with within without wonder word work world worth would wrong year yet young`)

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		set[word] = true
	}
	return set
}
