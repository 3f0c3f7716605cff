package data

import (
	"regexp"
	"strings"
)

// TrackingParameters are the parameters that campaigns, mailers, networks and AMP caches add
// to the address of a page. Each row has the names, in lower case, of one source. A name
// that ends with "*" is a prefix. Names that content management systems use for pages, such
// as "p", "id" and "cid", are missing.
var TrackingParameters = []struct{ Source, Names string }{
	{"Google Analytics, Ads and Merchant Center", "utm_* gclid gclsrc dclid gbraid wbraid srsltid _ga _gl gad_*"},
	{"Meta: Facebook and Instagram", "fbclid fb_* igshid igsh mibextid"},
	{"Microsoft Advertising", "msclkid"},
	{"Yandex Direct and Metrica", "yclid ymclid ysclid"},
	{"X, TikTok, Pinterest, LinkedIn, Reddit and Snapchat", "twclid ttclid epik li_fat_id trk rdt_cid scclid"},
	{"share links of Spotify and YouTube", "si feature"},
	{"Mailchimp", "mc_*"},
	{"HubSpot", "_hsenc _hsmi __hstc __hssc __hsfp hsa_* hsctatracking"},
	{"Marketo", "mkt_tok"},
	{"Matomo and Piwik", "mtm_* matomo_* pk_* piwik_*"},
	{"Adobe Analytics and Campaign", "s_cid s_kwcid ef_id sc_cid"},
	{"Salesforce Marketing Cloud, Oracle Eloqua, Omeda, Vero and Blueshift", "sfmc_* elq* oly_* vero_* bsft_*"},
	{"Klaviyo, MailerLite, Kit, dotdigital and Squarespace", "_kx ml_* ck_subscriber_id dm_i ss_email_id ss_source ss_campaign_*"},
	{"AT Internet, Webtrends and comScore", "at_* wt.* wt_* ns_*"},
	{"Impact, Branch, Rockerbox and Wicked Reports", "irclickid irgwc _branch_match_id rb_clickid wickedid wickedsource"},
	{"referrers of websites and newsletters", "ref ref_* referrer referer source via cmpid cmp icid ocid ncid campaign campaign_* share replytocom"},
	{"AMP plugins and caches", "amp amp_* usqp outputtype"},
}

// TrackingPattern is a regular expression, without regard to case, for the names in
// [TrackingParameters]. The widget's script contains the same expression.
var TrackingPattern = trackingPattern()

var tracking = regexp.MustCompile("(?i)" + TrackingPattern)

func trackingPattern() string {
	var names []string
	for _, row := range TrackingParameters {
		names = append(names, strings.Fields(row.Names)...)
	}
	list := strings.NewReplacer(".", `\.`, "*", ".*").Replace(strings.Join(names, "|"))
	return "^(" + list + ")$"
}
