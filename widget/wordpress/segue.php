<?php
/**
 * Plugin Name:       Segue
 * Description:       Shows related podcast episodes and an episode search from your own Segue server. With blocks, shortcodes and automatic placement.
 * Version:           1.0.0
 * Requires at least: 6.3
 * Requires PHP:      7.4
 * License:           Apache-2.0
 * License URI:       https://www.apache.org/licenses/LICENSE-2.0
 * Text Domain:       segue
 * Update URI:        false
 *
 * The plugin is one file. It only sends requests to the server in its settings. docs/wordpress.md
 * describes the usage. The plugin must not harm the page: even if the server is down, a visitor
 * waits at most two seconds once a minute, and HTML from the server is filtered by tag.
 *
 * "Update URI: false" prevents updates from the WordPress directory, where another plugin may have
 * the same name.
 */

namespace Segue;

defined( 'ABSPATH' ) || exit;

const VERSION = '1.0.0';
const OPTION  = 'segue';

/** The prefix of all transients. Uninstalling deletes them by prefix. */
const PREFIX = 'segue_';

/** Seconds for which an answer is fresh, the same as the server's max-age. */
const FRESH = 300;

/** Seconds for which an old answer is used if the server does not respond. */
const STALE = 86400;

/** Seconds without requests after a failure, so that few visitors wait for a server that is down. */
const PAUSE = 60;

/** The longest pause in seconds that the server can ask for. A wrong header must not stop the plugin for days. */
const LONGEST_PAUSE = 3600;

/** Seconds that one page may wait for answers, for all its blocks together. */
const TIMEOUT = 2.0;

/** The minimum timeout of WordPress in seconds. With less time left, no request is sent. */
const SHORTEST = 1.0;

/** The maximum size of a fragment in bytes. Twenty episodes with reasons take a fifth of it. */
const MOST_BYTES = 65536;

/** The maximum number of episodes, as on the server. */
const MOST_RELATED = 20;
const MOST_FOUND   = 50;

const LAYOUTS = array( 'list', 'grid', 'row' );
const THEMES  = array( 'auto', 'light', 'dark' );

/** "html": WordPress requests the HTML while it renders the page. "script": the browser requests it. */
const MODES = array( 'html', 'script' );

add_action( 'init', __NAMESPACE__ . '\register' );
add_action( 'admin_menu', __NAMESPACE__ . '\add_page' );
add_action( 'admin_init', __NAMESPACE__ . '\add_settings' );
add_filter( 'script_loader_tag', __NAMESPACE__ . '\module_tag', 10, 3 );
// After the shortcodes (priority 11), because the added HTML must not be searched for shortcodes.
add_filter( 'the_content', __NAMESPACE__ . '\append', 20 );
add_filter( 'plugin_action_links_' . plugin_basename( __FILE__ ), __NAMESPACE__ . '\settings_link' );
register_activation_hook( __FILE__, __NAMESPACE__ . '\activate' );

/* Options. */

/** The default options. */
function defaults() {
	return array(
		'base'   => '',
		'count'  => 4,
		'layout' => 'list',
		'mode'   => 'html',
		'more'   => '',
		'append' => array(),
	);
}

/** All options. Invalid values in the database are replaced with the defaults. */
function options() {
	$saved = get_option( OPTION );
	return array_merge( defaults(), is_array( $saved ) ? valid( $saved ) : array() );
}

/** The given options without the invalid ones. */
function valid( array $given ) {
	$read = array(
		'base'   => valid_base( $given['base'] ?? '' ),
		'count'  => whole( $given['count'] ?? null, MOST_RELATED ),
		'layout' => one_of( $given['layout'] ?? null, LAYOUTS ),
		'mode'   => one_of( $given['mode'] ?? null, MODES ),
		'more'   => esc_url_raw( text( $given['more'] ?? '' ), array( 'http', 'https' ) ),
		'append' => array_values( array_unique( array_filter( (array) ( $given['append'] ?? array() ), __NAMESPACE__ . '\is_type' ) ) ),
	);
	return array_filter(
		$read,
		function ( $value ) {
			return null !== $value;
		}
	);
}

/** Whether posts of a type have public pages, and so can be episodes. */
function is_type( $name ) {
	return is_string( $name ) && array_key_exists( $name, types() );
}

/** The labels of the post types with public pages, by name. */
function types() {
	$types = get_post_types( array( 'public' => true ), 'objects' );
	unset( $types['attachment'] );
	return array_map(
		function ( $type ) {
			return $type->label;
		},
		$types
	);
}

/**
 * The address of a server without a trailing slash, or an empty text if it is invalid. A valid address has http or https, a
 * host, and optionally a port and a path.
 */
function valid_base( $address ) {
	$address = rtrim( text( $address ), '/' );
	$parts   = wp_parse_url( $address );
	$named   = is_array( $parts ) && isset( $parts['scheme'], $parts['host'] ) && in_array( strtolower( $parts['scheme'] ), array( 'http', 'https' ), true );
	return $named && ! preg_match( '~[^\x21-\x7e]|[?#@"\'<>\\\\]~', $address ) ? $address : '';
}

/** A trimmed text. Empty if the value is no text. */
function text( $given ) {
	return is_scalar( $given ) && ! is_bool( $given ) ? trim( (string) $given ) : '';
}

/** A number from 1 to most, or null if the value is no positive number. */
function whole( $given, $most ) {
	return is_numeric( $given ) && $given > 0 ? (int) min( ceil( (float) $given ), $most ) : null;
}

/** The value if it is one of the allowed values, or null. */
function one_of( $given, array $allowed ) {
	$given = strtolower( text( $given ) );
	return in_array( $given, $allowed, true ) ? $given : null;
}

/** Whether a boolean attribute is set and not "off", "false", "no" or "0". */
function yes( $given ) {
	return null !== $given && false !== $given && ! preg_match( '/^(off|false|no|0)$/i', text( $given ) );
}

/* Output. */

/** The validated attributes of a block or a shortcode. Null means the default. */
function look( $given ) {
	$given = named( is_array( $given ) ? $given : array() );
	return array(
		'count'   => $given['count'] ?? null,
		'layout'  => one_of( $given['layout'] ?? null, LAYOUTS ),
		'theme'   => one_of( $given['theme'] ?? null, THEMES ),
		'mode'    => one_of( $given['mode'] ?? null, MODES ),
		'images'  => yes( $given['images'] ?? null ),
		'reasons' => yes( $given['reasons'] ?? null ),
		'heading' => isset( $given['heading'] ) ? text( $given['heading'] ) : null,
		'label'   => isset( $given['label'] ) ? text( $given['label'] ) : null,
		'show'    => text( $given['show'] ?? '' ),
	);
}

/** Attributes by name. Attributes of a shortcode without a value, as in [segue_related reasons], become "on". */
function named( array $given ) {
	foreach ( $given as $name => $value ) {
		if ( is_int( $name ) && is_string( $value ) ) {
			$given[ strtolower( $value ) ] = 'on';
		}
	}
	return $given;
}

/** The episodes related to a post, or the alternative content. */
function related( $given, $instead, $post ) {
	$look = look( $given );
	if ( ! $post || post_password_required( $post ) || is_feed() ) {
		return '';
	}
	$instead = '' !== trim( $instead ) ? $instead : more_link();
	if ( '' === options()['base'] || ! is_post_publicly_viewable( $post ) ) {
		return $instead; // the server only knows public pages
	}
	$options         = options();
	$look['count']   = whole( $look['count'], MOST_RELATED ) ?? $options['count'];
	$look['layout']  = $look['layout'] ?? $options['layout'];
	$look['episode'] = permalink( $post );
	if ( 'script' === ( $look['mode'] ?? $options['mode'] ) && ! in_rest() ) {
		return element( 'segue-related', $look, $instead, height( $look ) );
	}
	try {
		$html = fragment( fragment_url( $look ) );
	} catch ( \Throwable $problem ) { // filters of other plugins can fail
		failed( $problem->getMessage(), true );
		$html = null;
	}
	return null === $html || '' === $html ? $instead : $html;
}

/** The search element. It contains the site's own search form for visitors without JavaScript. */
function search( $given, $instead ) {
	if ( is_feed() ) {
		return '';
	}
	$look    = look( $given );
	$label   = $look['label'] ? $look['label'] : __( 'Search episodes', 'segue' );
	$instead = '' !== trim( $instead ) ? $instead : sprintf(
		'<form role="search" method="get" action="%s"><label>%s <input type="search" name="s"></label> <button>%s</button></form>',
		esc_url( home_url( '/' ) ),
		esc_html( $label ),
		esc_html__( 'Search', 'segue' )
	);
	if ( '' === options()['base'] ) {
		return $instead;
	}
	$look['count']   = whole( $look['count'], MOST_FOUND );
	$look['heading'] = null;
	return element( 'segue-search', $look, $instead, '' );
}

/** A link to all episodes, if the owner has set its address. */
function more_link() {
	$more = options()['more'];
	return '' === $more ? '' : sprintf( '<p class="segue-more"><a href="%s">%s</a></p>', esc_url( $more ), esc_html__( 'All episodes', 'segue' ) );
}

/** An element of the widget. Its content is shown if there is no JavaScript or no result. */
function element( $name, array $look, $inside, $style ) {
	$base = options()['base'];
	wp_enqueue_script( 'segue', $base . '/widget/v1.js', array(), null, array( 'in_footer' => true ) ); // phpcs:ignore -- a version would change the address
	$look['api']     = $base . '/';
	$look['images']  = $look['images'] ? '' : null;
	$look['reasons'] = $look['reasons'] ? '' : null;
	$look['show']    = '' === $look['show'] ? null : $look['show'];
	$look['style']   = '' === $style ? null : $style;
	unset( $look['mode'] );
	$attributes = '';
	foreach ( $look as $attribute => $value ) {
		$attributes .= null === $value ? '' : sprintf( ' %s="%s"', $attribute, esc_attr( $value ) );
	}
	return '<' . $name . $attributes . '>' . $inside . '</' . $name . '>';
}

/**
 * The style that reserves the height of an element, so that the page does not move when the episodes load. The heights are
 * the same as in look.go. It assumes three columns for a grid, so it reserves too little on narrow screens.
 */
function height( array $look ) {
	$reason = $look['reasons'] ? 1.25 : 0;
	$rows   = ceil( $look['count'] / 3 );
	$lists  = array(
		'list' => $look['count'] * ( 5.5 + $reason ),
		'grid' => $rows * ( 7.5 + $reason ) + ( $rows - 1 ) * .75,
		'row'  => 7.5 + $reason + 1.5,
	);
	$height = $lists[ $look['layout'] ];
	$height += '' === $look['heading'] ? 0 : 1.125 * 1.85;
	$height += in_array( $look['theme'], array( 'light', 'dark' ), true ) ? 2 : 0;
	// printf would write a decimal comma in some locales.
	return 'display:block;min-height:' . rtrim( rtrim( number_format( ceil( round( $height * 100, 6 ) ) / 100, 2, '.', '' ), '0' ), '.' ) . 'em';
}

/** The tag of the widget's script: an async module, excluded from optimisers. */
function module_tag( $tag, $handle, $src ) {
	if ( 'segue' !== $handle ) {
		return $tag;
	}
	return wp_get_script_tag(
		array(
			'type'         => 'module',
			'async'        => true,
			'src'          => $src,
			'data-cfasync' => 'false',
		)
	);
}

/* The episode of a page. */

/** The post that contains a block or a shortcode; null on a page with several posts. */
function subject( $block = null ) {
	if ( isset( $block->context['postId'] ) ) {
		return get_post( (int) $block->context['postId'] );
	}
	if ( in_the_loop() || in_rest() ) {
		return get_post();
	}
	return is_singular() ? get_post( get_queried_object_id() ) : null;
}

/** Whether the output is for the editor or a REST client, which do not run the widget's script. */
function in_rest() {
	return defined( 'REST_REQUEST' ) && REST_REQUEST;
}

/**
 * The public address of a post. It contains a query only if the permalinks use one, as ?p=12. It contains nothing of the
 * visitor's address.
 */
function permalink( $post ) {
	$address = (string) apply_filters( 'segue_permalink', (string) get_permalink( $post ), $post );
	$end     = '' === (string) get_option( 'permalink_structure' ) ? '#' : '?#';
	return substr( $address, 0, strcspn( $address, $end ) );
}

/** The language of the site, not of the user, as a BCP 47 tag. */
function language() {
	return preg_match( '/^[a-z]{2,3}(_[A-Z]{2})?/', (string) get_locale(), $found ) ? str_replace( '_', '-', $found[0] ) : 'en';
}

/* Requests to the server. */

/** The address of the fragment for the given attributes. */
function fragment_url( array $look ) {
	$parameters = array(
		'url'     => $look['episode'],
		'limit'   => $look['count'],
		'lang'    => language(),
		'heading' => $look['heading'],
		'layout'  => $look['layout'],
		'show'    => '' === $look['show'] ? null : $look['show'],
		'images'  => $look['images'] ? 'true' : null,
		'reasons' => $look['reasons'] ? 'true' : null,
	);
	return options()['base'] . '/v1/related.html?' . http_build_query( $parameters, '', '&', PHP_QUERY_RFC3986 );
}

/**
 * The filtered HTML for an address, ready to print. Empty if there is nothing to show, null if there is neither a new nor a
 * cached answer.
 */
function fragment( $address ) {
	$key    = PREFIX . md5( VERSION . $address );
	$cached = get_transient( $key );
	$cached = is_array( $cached ) ? $cached : array();
	$cached += array(
		'html'  => null,
		'at'    => 0,
		'until' => 0,
	);
	if ( time() < $cached['until'] || time_left() < SHORTEST || get_transient( PREFIX . 'pause' ) ) {
		return $cached['html'];
	}
	if ( null !== $cached['html'] ) {
		store( $key, $cached, PAUSE ); // only one visitor waits; the others get the cached answer
	}
	$html = request( $address );
	if ( null === $html ) {
		store( $key, $cached, PAUSE );
		return $cached['html'];
	}
	$cached = array(
		'html' => $html,
		'at'   => time(),
	);
	store( $key, $cached, FRESH );
	return $html;
}

/** Caches an answer or a failure. The next request for it is sent after the given seconds. */
function store( $key, array $cached, $seconds ) {
	$cached['until'] = time() + $seconds;
	$left            = null === $cached['html'] ? $seconds : $cached['at'] + STALE - time();
	if ( $left > 0 ) {
		set_transient( $key, $cached, $left );
	}
}

/** Requests HTML from the server and filters it; null if that failed. */
function request( $address ) {
	$began  = microtime( true );
	$answer = wp_remote_get(
		$address,
		array(
			'timeout'             => time_left(),
			'redirection'         => 0, // no requests to other hosts
			'limit_response_size' => MOST_BYTES + 1,
			'user-agent'          => 'Segue-WordPress/' . VERSION, // the default contains the site's address
			'headers'             => array( 'Accept' => 'text/html' ),
		)
	);
	time_left( microtime( true ) - $began );
	return read( $answer, $address );
}

/** The number of seconds that this page may still wait, after subtracting the spent seconds. */
function time_left( $spent = 0.0 ) {
	static $left = TIMEOUT;
	$left       -= $spent;
	return $left;
}

/** The filtered HTML of an answer; null if the answer is an error. */
function read( $answer, $address ) {
	if ( is_wp_error( $answer ) ) {
		return failed( $answer->get_error_message(), true );
	}
	$status = (int) wp_remote_retrieve_response_code( $answer );
	if ( 404 === $status ) {
		/* translators: %s: an address */
		save_problem( sprintf( __( 'the server found no episode for %s', 'segue' ), $address ) );
		return '';
	}
	if ( 200 !== $status && 204 !== $status ) {
		/* translators: %d: an HTTP status */
		return failed( sprintf( __( 'the server answered with status %d', 'segue' ), $status ), 429 === $status || $status >= 500, pause( $answer ) );
	}
	$body = (string) wp_remote_retrieve_body( $answer );
	if ( strlen( $body ) > MOST_BYTES ) {
		return failed( __( 'the answer of the server is too large', 'segue' ), false );
	}
	$type = (string) wp_remote_retrieve_header( $answer, 'content-type' );
	if ( '' !== trim( $body ) && 0 !== stripos( $type, 'text/html' ) ) {
		return failed( __( 'the answer of the server is not HTML', 'segue' ), false );
	}
	return clean( $body );
}

/** The seconds to wait after a failure: those of the header Retry-After, at least PAUSE. */
function pause( $answer ) {
	$after = (string) wp_remote_retrieve_header( $answer, 'retry-after' );
	return ctype_digit( $after ) ? min( max( PAUSE, (int) $after ), LONGEST_PAUSE ) : PAUSE;
}

/** Saves a failure for the settings page. If it affects all pages, it pauses requests for some seconds. */
function failed( $why, $all, $seconds = PAUSE ) {
	save_problem( $why );
	if ( $all ) {
		set_transient( PREFIX . 'pause', 1, $seconds );
	}
	return null;
}

/** Saves the last problem, which the settings page shows. */
function save_problem( $what ) {
	$problem = array(
		'what' => substr( $what, 0, 500 ),
		'at'   => time(),
	);
	set_transient( PREFIX . 'problem', $problem, STALE );
}

/* The filter for HTML from the server. */

/** The allowed parts of a fragment. Empty if the fragment is invalid. */
function clean( $html ) {
	$html = wp_check_invalid_utf8( $html );
	$data = linked_data( $html );
	// wp_kses would keep comments, which may look like blocks, and the text inside these elements.
	$html = preg_replace( '~<!--.*?(-->|\z)|<(script|style|template|iframe|object|noscript|svg|math|textarea|title)\b.*?(</\2\s*>|\z)~is', '', $html );
	$html = wp_kses( (string) $html, allowed(), array( 'http', 'https' ) );
	$html = preg_replace_callback( '/<img\b[^>]*>/i', __NAMESPACE__ . '\own_image', $html );
	$html = preg_replace_callback( '/<a\b[^>]*>/i', __NAMESPACE__ . '\whole_link', (string) $html );
	$html = trim( force_balance_tags( (string) $html ) ); // an open tag would affect the rest of the page
	return '' === $html ? '' : $html . $data;
}

/** The allowed tags and attributes, in the format of wp_kses. */
function allowed() {
	$all  = array_fill_keys( array( 'class', 'lang', 'dir', 'aria-label', 'aria-hidden' ), true );
	$tags = array_fill_keys( array( 'section', 'nav', 'h2', 'h3', 'h4', 'ol', 'ul', 'li', 'div', 'p', 'span', 'bdi', 'strong', 'em', 'small' ), $all );

	$tags['a']    = $all + array_fill_keys( array( 'href', 'hreflang', 'rel' ), true );
	$tags['time'] = $all + array( 'datetime' => true );
	$tags['img']  = $all + array_fill_keys( array( 'src', 'alt', 'width', 'height', 'loading', 'decoding', 'referrerpolicy' ), true );
	return $tags;
}

/** The image tag if the image is on the server, else nothing. Images of other hosts would reveal visitors to them. */
function own_image( array $tag ) {
	$own = preg_quote( esc_attr( options()['base'] . '/' ), '~' );
	return leads( $tag[0], 'src', $own ) ? $tag[0] : '';
}

/** The link tag if its address is absolute, else a tag without an address. A relative address would link to this site. */
function whole_link( array $tag ) {
	return leads( $tag[0], 'href', 'https?://' ) ? $tag[0] : '<a>';
}

/** Whether the value of an attribute starts with a pattern. The tag has the format of wp_kses. */
function leads( $tag, $attribute, $pattern ) {
	$others = '(?:\s+(?!' . $attribute . '\b)[a-z-]+(?:=(?:"[^"]*"|\'[^\']*\'))?)*';
	return 1 === preg_match( '~^<[a-z]+' . $others . '\s+' . $attribute . '=["\']' . $pattern . '~i', $tag );
}

/** The JSON-LD list of the fragment for search engines. It is decoded and encoded again, so it cannot contain a tag. */
function linked_data( $html ) {
	$pattern = '~<script\b[^>]*\btype=["\']?application/ld\+json["\']?[^>]*>(.*?)</script\s*>~is';
	if ( ! preg_match( $pattern, $html, $found ) ) {
		return '';
	}
	$data = json_decode( trim( $found[1] ), true, 16 );
	if ( ! is_array( $data ) || 'ItemList' !== ( $data['@type'] ?? null ) ) {
		return '';
	}
	$json = wp_json_encode( $data, JSON_HEX_TAG | JSON_HEX_AMP | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE );
	return false === $json ? '' : '<script type="application/ld+json">' . $json . '</script>';
}

/* Shortcodes and blocks. */

/** Registers the shortcodes and the blocks. */
function register() {
	add_shortcode( 'segue_related', __NAMESPACE__ . '\related_shortcode' );
	add_shortcode( 'segue_search', __NAMESPACE__ . '\search_shortcode' );
	if ( ! function_exists( 'register_block_type' ) ) {
		return;
	}
	// The script is inline, because the plugin is a single file.
	wp_register_script( 'segue-editor', false, array( 'wp-blocks', 'wp-element', 'wp-components', 'wp-block-editor', 'wp-server-side-render' ), VERSION, true );
	wp_add_inline_script( 'segue-editor', editor_script() );
	register_block_type( 'segue/related', block( __( 'Related episodes', 'segue' ), __( 'Episodes that are related to this one.', 'segue' ), 'related_block' ) );
	register_block_type( 'segue/search', block( __( 'Episode search', 'segue' ), __( 'Finds episodes by their content.', 'segue' ), 'search_block' ) );
}

/** The registration data of a block. */
function block( $title, $description, $render ) {
	return array(
		'api_version'           => 3,
		'title'                 => $title,
		'description'           => $description,
		'category'              => 'widgets',
		'icon'                  => 'microphone',
		'keywords'              => array( 'podcast', 'episodes', 'segue' ),
		'textdomain'            => 'segue',
		'attributes'            => block_attributes(),
		'uses_context'          => array( 'postId' ),
		'supports'              => array(
			'html'  => false,
			'align' => array( 'wide', 'full' ),
		),
		'editor_script_handles' => array( 'segue-editor' ),
		'render_callback'       => __NAMESPACE__ . '\\' . $render,
	);
}

/** The attributes of both blocks. They have no defaults, because missing ones follow the settings. */
function block_attributes() {
	$texts  = array_fill_keys( array( 'layout', 'theme', 'heading', 'label', 'show', 'mode' ), array( 'type' => 'string' ) );
	$ticks  = array_fill_keys( array( 'images', 'reasons' ), array( 'type' => 'boolean' ) );
	$counts = array( 'count' => array( 'type' => 'number' ) );
	return $counts + $texts + $ticks;
}

function related_shortcode( $given, $content = '' ) {
	return related( plain( $given ), (string) $content, subject() );
}

function search_shortcode( $given, $content = '' ) {
	return search( plain( $given ), (string) $content );
}

/** The attributes of a shortcode with HTML entities decoded, because editors write "&amp;". */
function plain( $given ) {
	return is_array( $given ) ? array_map(
		function ( $value ) {
			return is_string( $value ) ? html_entity_decode( $value, ENT_QUOTES | ENT_HTML5, 'UTF-8' ) : $value;
		},
		$given
	) : array();
}

function related_block( $given, $content = '', $block = null ) {
	return wrapped( related( $given, '', subject( $block ) ) );
}

function search_block( $given ) {
	return wrapped( search( $given, '' ) );
}

/** The output of a block in a box with the classes from the editor. Empty if the output is empty. */
function wrapped( $html ) {
	return '' === $html ? '' : '<div ' . get_block_wrapper_attributes() . '>' . $html . '</div>';
}

/** Adds related episodes to the end of a post, if this is enabled and the post does not contain them already. */
function append( $content ) {
	$types = options()['append'];
	// Excerpts use the content too, and a theme may show other posts on the same page.
	if ( ! $types || ! is_singular( $types ) || ! in_the_loop() || ! is_main_query() || doing_filter( 'get_the_excerpt' ) ) {
		return $content;
	}
	$post = get_post();
	if ( ! $post || get_queried_object_id() !== $post->ID ) {
		return $content;
	}
	if ( has_block( 'segue/related', $post->post_content ) || has_shortcode( $post->post_content, 'segue_related' ) ) {
		return $content;
	}
	return $content . related( array(), '', $post );
}

/* The editor. */

/** The script for the blocks in the editor, with texts in the user's language. */
function editor_script() {
	$words = array(
		'settings' => __( 'Episodes', 'segue' ),
		'count'    => __( 'Number of episodes', 'segue' ),
		'layout'   => __( 'Layout', 'segue' ),
		'theme'    => __( 'Theme', 'segue' ),
		'themed'   => __( 'Applies to the search and to related episodes loaded by the browser. Others use the style of the site.', 'segue' ),
		'mode'     => __( 'Loading', 'segue' ),
		'html'     => __( 'With the page', 'segue' ),
		'script'   => __( 'By the browser', 'segue' ),
		'label'    => __( 'Label of the search', 'segue' ),
		'usual'    => __( 'As in the settings', 'segue' ),
		'page'     => __( 'Same as the page', 'segue' ),
		'list'     => __( 'List', 'segue' ),
		'grid'     => __( 'Grid', 'segue' ),
		'row'      => __( 'Row', 'segue' ),
		'light'    => __( 'Light', 'segue' ),
		'dark'     => __( 'Dark', 'segue' ),
		'images'   => __( 'Images', 'segue' ),
		'reasons'  => __( 'Reasons', 'segue' ),
		'headed'   => __( 'Show a heading', 'segue' ),
		'heading'  => __( 'Custom heading', 'segue' ),
		'show'     => __( 'Show id (only episodes of this show)', 'segue' ),
		'empty'    => __( 'Nothing to show yet. Related episodes appear when the post is published and your Segue server knows its address.', 'segue' ),
	);
	return 'window.segueWords = ' . wp_json_encode( $words, JSON_HEX_TAG | JSON_HEX_AMP ) . ";\n" . EDITOR;
}

const EDITOR = <<<'JS'
( function ( wp, words ) {
	if ( ! wp || ! wp.blocks || ! wp.element || ! wp.components || ! wp.blockEditor || ! wp.serverSideRender ) {
		return;
	}
	var el = wp.element.createElement;
	var c = wp.components;

	function choice( props, name, usual, values, help ) {
		var options = [ { value: '', label: usual } ].concat( values.map( function ( value ) {
			return { value: value, label: words[ value ] };
		} ) );
		return el( c.SelectControl, {
			key: name, label: words[ name ], help: help, value: props.attributes[ name ] || '', options: options,
			__nextHasNoMarginBottom: true, __next40pxDefaultSize: true,
			onChange: function ( value ) { set( props, name, value || undefined ); },
		} );
	}

	function toggle( props, name ) {
		return el( c.ToggleControl, {
			key: name, label: words[ name ], checked: !! props.attributes[ name ], __nextHasNoMarginBottom: true,
			onChange: function ( value ) { set( props, name, value || undefined ); },
		} );
	}

	function text( props, name, type ) {
		var value = props.attributes[ name ];
		return el( c.TextControl, {
			key: name, label: words[ name ], value: value === undefined ? '' : String( value ), type: type || 'text', min: type && 1,
			__nextHasNoMarginBottom: true, __next40pxDefaultSize: true,
			onChange: function ( given ) {
				set( props, name, given === '' ? undefined : type ? Number( given ) : given );
			},
		} );
	}

	function set( props, name, value ) {
		var change = {};
		change[ name ] = value;
		props.setAttributes( change );
	}

	function headings( props ) {
		var headed = props.attributes.heading !== '';
		return [
			el( c.ToggleControl, {
				key: 'headed', label: words.headed, checked: headed, __nextHasNoMarginBottom: true,
				onChange: function ( value ) { set( props, 'heading', value ? undefined : '' ); },
			} ),
			headed && text( props, 'heading' ),
		];
	}

	function nothing() {
		return el( c.Placeholder, { icon: 'microphone', instructions: words.empty } );
	}

	function add( name, related ) {
		wp.blocks.registerBlockType( name, {
			edit: function ( props ) {
				return el( 'div', wp.blockEditor.useBlockProps(),
					el( wp.blockEditor.InspectorControls, null, el( c.PanelBody, { title: words.settings },
						text( props, 'count', 'number' ),
						choice( props, 'layout', related ? words.usual : words.list, [ 'list', 'grid', 'row' ] ),
						related && choice( props, 'mode', words.usual, [ 'html', 'script' ] ),
						choice( props, 'theme', words.page, [ 'light', 'dark' ], words.themed ),
						toggle( props, 'images' ),
						toggle( props, 'reasons' ),
						related ? headings( props ) : text( props, 'label' ),
						text( props, 'show' )
					) ),
					el( c.Disabled, null, el( wp.serverSideRender, {
						block: name, attributes: props.attributes, EmptyResponsePlaceholder: nothing,
					} ) )
				);
			},
			save: function () { return null; },
		} );
	}

	add( 'segue/related', true );
	add( 'segue/search', false );
} )( window.wp, window.segueWords );
JS;

/* The settings page. */

/** Adds the page to the Settings menu. */
function add_page() {
	add_options_page( __( 'Segue', 'segue' ), __( 'Segue', 'segue' ), 'manage_options', OPTION, __NAMESPACE__ . '\show_page' );
}

/** Registers the settings and suggests a text for the privacy policy. */
function add_settings() {
	register_setting(
		OPTION,
		OPTION,
		array(
			'type'              => 'array',
			'sanitize_callback' => __NAMESPACE__ . '\sanitize',
			'show_in_rest'      => false,
		)
	);
	add_settings_section( 'main', '', __NAMESPACE__ . '\show_problem', OPTION );
	foreach ( fields() as $name => $label ) {
		$id = 'append' === $name ? array() : array( 'label_for' => 'segue-' . $name );
		add_settings_field( $name, $label, __NAMESPACE__ . '\show_' . $name, OPTION, 'main', $id );
	}
	if ( function_exists( 'wp_add_privacy_policy_content' ) ) {
		wp_add_privacy_policy_content( 'Segue', '<p>' . esc_html( privacy() ) . '</p>' );
	}
}

/** The labels of the settings by name. */
function fields() {
	return array(
		'base'   => __( 'Address of your Segue server', 'segue' ),
		'count'  => __( 'Number of episodes', 'segue' ),
		'layout' => __( 'Layout', 'segue' ),
		'mode'   => __( 'Loading', 'segue' ),
		'more'   => __( 'Address of a page with all episodes', 'segue' ),
		'append' => __( 'Add related episodes at the end of', 'segue' ),
	);
}

function privacy() {
	return __( 'Related episodes come from our own recommendation server. This site sends the address of the page to that server, and nothing about the visitor. For the search, and for related episodes that the browser loads, the browser sends requests to that server, without cookies and without a referrer. Nothing is stored in the browser.', 'segue' );
}

/** Validates the options of the form. An invalid address is reported and not saved. */
function sanitize( $given ) {
	$given = is_array( $given ) ? $given : array();
	$saved = options();
	$base  = text( $given['base'] ?? '' );
	if ( '' !== $base && '' === valid_base( $base ) ) {
		add_settings_error( OPTION, 'base', __( 'The address of the server must be like https://podcast.example, without a query. It was not changed.', 'segue' ) );
		$given['base'] = $saved['base'];
	}
	// Missing fields keep their values. A list without ticks is missing too, and means an empty list.
	$given += array( 'append' => array() ) + $saved;
	delete_transient( PREFIX . 'pause' );
	delete_transient( PREFIX . 'problem' );
	return array_merge( $saved, valid( $given ) );
}

function show_page() {
	if ( ! current_user_can( 'manage_options' ) ) {
		return;
	}
	echo '<div class="wrap"><h1>', esc_html( get_admin_page_title() ), '</h1><form action="options.php" method="post">';
	settings_fields( OPTION );
	do_settings_sections( OPTION );
	submit_button();
	echo '</form></div>';
}

/** Shows the last problem. Visitors do not see problems. */
function show_problem() {
	$problem = get_transient( PREFIX . 'problem' );
	if ( ! is_array( $problem ) || ! isset( $problem['what'], $problem['at'] ) ) {
		return;
	}
	/* translators: 1: how long ago, as "5 mins" 2: what happened */
	$message = sprintf( __( 'Last problem, %1$s ago: %2$s', 'segue' ), human_time_diff( (int) $problem['at'], time() ), text( $problem['what'] ) );
	echo '<div class="notice notice-warning inline"><p>', esc_html( $message ), '</p></div>';
}

function show_base() {
	printf(
		'<input type="url" class="regular-text code" id="segue-base" name="segue[base]" value="%s" placeholder="https://podcast.example"><p class="description">%s</p>',
		esc_attr( options()['base'] ),
		esc_html__( 'The public address. The browsers of visitors use it for the search.', 'segue' )
	);
}

function show_count() {
	printf( '<input type="number" class="small-text" min="1" max="%d" id="segue-count" name="segue[count]" value="%d">', (int) MOST_RELATED, (int) options()['count'] );
}

function show_layout() {
	show_choice(
		'layout',
		array(
			'list' => __( 'List', 'segue' ),
			'grid' => __( 'Grid', 'segue' ),
			'row'  => __( 'Row', 'segue' ),
		)
	);
}

function show_mode() {
	show_choice(
		'mode',
		array(
			'html'   => __( 'With the page, as plain links', 'segue' ),
			'script' => __( 'By the browser, when the visitor scrolls near them', 'segue' ),
		)
	);
}

function show_choice( $name, array $labels ) {
	printf( '<select id="segue-%1$s" name="segue[%1$s]">', esc_attr( $name ) );
	foreach ( $labels as $value => $label ) {
		printf( '<option value="%s"%s>%s</option>', esc_attr( $value ), selected( options()[ $name ], $value, false ), esc_html( $label ) );
	}
	echo '</select>';
}

function show_more() {
	printf(
		'<input type="url" class="regular-text code" id="segue-more" name="segue[more]" value="%s"><p class="description">%s</p>',
		esc_attr( options()['more'] ),
		esc_html__( 'Optional. A link to this page is shown if there are no related episodes.', 'segue' )
	);
}

function show_append() {
	$chosen = options()['append'];
	echo '<fieldset><legend class="screen-reader-text">', esc_html( fields()['append'] ), '</legend>';
	foreach ( types() as $name => $label ) {
		printf(
			'<label><input type="checkbox" name="segue[append][]" value="%s"%s> %s</label><br>',
			esc_attr( $name ),
			checked( in_array( $name, $chosen, true ), true, false ),
			esc_html( $label )
		);
	}
	echo '</fieldset>';
}

/** Adds a link to the settings in the list of plugins. */
function settings_link( $links ) {
	$link = sprintf( '<a href="%s">%s</a>', esc_url( admin_url( 'options-general.php?page=' . OPTION ) ), esc_html__( 'Settings', 'segue' ) );
	return array_merge( array( $link ), (array) $links );
}

/* Activation and removal. */

function activate() {
	register_uninstall_hook( __FILE__, __NAMESPACE__ . '\uninstall' );
}

/** Deletes the data of the plugin. On a multisite network, it does so for every site. */
function uninstall() {
	if ( ! is_multisite() ) {
		delete_data();
		return;
	}
	$all = array(
		'fields' => 'ids',
		'number' => 0,
	);
	foreach ( get_sites( $all ) as $site ) {
		switch_to_blog( $site );
		delete_data();
		restore_current_blog();
	}
}

/** Deletes the option and the transients of one site. Transients in an object cache expire within a day. */
function delete_data() {
	global $wpdb;
	delete_option( OPTION );
	delete_transient( PREFIX . 'pause' );
	delete_transient( PREFIX . 'problem' );
	foreach ( array( '_transient_', '_transient_timeout_' ) as $kind ) {
		$like = $wpdb->esc_like( $kind . PREFIX ) . '%';
		$wpdb->query( $wpdb->prepare( "DELETE FROM $wpdb->options WHERE option_name LIKE %s", $like ) ); // phpcs:ignore -- WordPress has no function to find options by prefix
	}
}
