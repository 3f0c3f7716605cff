<?php
/**
 * Plugin Name:       Segue
 * Description:       Shows related podcast episodes and a search by what episodes say, from your own Segue server. Block, shortcode and automatic.
 * Version:           1.0.0
 * Requires at least: 6.3
 * Requires PHP:      7.4
 * License:           Apache-2.0
 * License URI:       https://www.apache.org/licenses/LICENSE-2.0
 * Text Domain:       segue
 * Update URI:        false
 *
 * One file, which asks no other host than the server that is named in its settings.
 * docs/wordpress.md says how it is used. Above all it must not harm the page: whatever
 * the server does, a visitor waits at most two seconds once a minute, and what it sends is
 * let through tag by tag.
 *
 * "Update URI: false" keeps WordPress from asking its directory, where another plugin
 * may have this name.
 */

namespace Segue;

defined( 'ABSPATH' ) || exit;

const VERSION = '1.0.0';
const OPTION  = 'segue';

/** Before the name of each transient, by which uninstalling finds them. */
const PREFIX = 'segue_';

/** Seconds that an answer is used for without asking again, as long as the server itself says. */
const FRESH = 300;

/** Seconds that an answer is kept for the time when there is no other. */
const KEPT = 86400;

/** Seconds without a question after one that failed, so that few visitors wait for a server that is down. */
const PAUSE = 60;

/** Seconds that one page may wait for answers, all its blocks together. */
const PATIENCE = 2.0;

/** Seconds that WordPress waits at least, whatever it is told; less than that left is no time. */
const SHORTEST = 1.0;

/** Bytes of a fragment. Twenty episodes with reasons have a fifth of that. */
const MOST_BYTES = 65536;

/** As many as the server gives. More nobody reads. */
const MOST_RELATED = 20;
const MOST_FOUND   = 50;

const LAYOUTS = array( 'list', 'grid', 'row' );
const THEMES  = array( 'auto', 'light', 'dark' );

/** "html" asks the server for markup while the page is made, "script" lets the browser do it. */
const MODES = array( 'html', 'script' );

add_action( 'init', __NAMESPACE__ . '\register' );
add_action( 'admin_menu', __NAMESPACE__ . '\add_page' );
add_action( 'admin_init', __NAMESPACE__ . '\add_settings' );
add_filter( 'script_loader_tag', __NAMESPACE__ . '\module_tag', 10, 3 );
// After the shortcodes, which come at 11: what is added is no text to be searched for them.
add_filter( 'the_content', __NAMESPACE__ . '\append', 20 );
add_filter( 'plugin_action_links_' . plugin_basename( __FILE__ ), __NAMESPACE__ . '\settings_link' );
register_activation_hook( __FILE__, __NAMESPACE__ . '\activate' );

/* What an owner chose. */

/** The options of a site where nothing was chosen. */
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

/** All options, whatever the database holds. */
function options() {
	$saved = get_option( OPTION );
	return array_merge( defaults(), is_array( $saved ) ? sound( $saved ) : array() );
}

/** Those options that are what they must be. */
function sound( array $given ) {
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

/** Whether posts of a type can have pages, and so be what episodes are. */
function is_type( $name ) {
	return is_string( $name ) && array_key_exists( $name, types() );
}

/** The labels of the types of posts that have pages, by name. */
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
 * The address of a server without the slash at its end, or nothing where it is none: http or https, a host, perhaps a
 * port and a path.
 */
function valid_base( $address ) {
	$address = rtrim( text( $address ), '/' );
	$parts   = wp_parse_url( $address );
	$named   = is_array( $parts ) && isset( $parts['scheme'], $parts['host'] ) && in_array( strtolower( $parts['scheme'] ), array( 'http', 'https' ), true );
	return $named && ! preg_match( '~[^\x21-\x7e]|[?#@"\'<>\\\\]~', $address ) ? $address : '';
}

/** A text without the space around it, nothing for what is no text. */
function text( $given ) {
	return is_scalar( $given ) && ! is_bool( $given ) ? trim( (string) $given ) : '';
}

/** A number from 1 to most, or null for what is none. */
function whole( $given, $most ) {
	return is_numeric( $given ) && $given > 0 ? (int) min( ceil( (float) $given ), $most ) : null;
}

/** What was given where it is one of those, or null. */
function one_of( $given, array $those ) {
	$given = strtolower( text( $given ) );
	return in_array( $given, $those, true ) ? $given : null;
}

/** Whether an attribute says yes: it is there, and does not say no. */
function yes( $given ) {
	return null !== $given && false !== $given && ! preg_match( '/^(off|false|no|0)$/i', text( $given ) );
}

/* What is shown. */

/** The attributes of a block or a shortcode as they are meant, null for what is left to the widget. */
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

/** Attributes by name, also those of a shortcode that have no value, as [segue_related reasons]. */
function named( array $given ) {
	foreach ( $given as $name => $value ) {
		if ( is_int( $name ) && is_string( $value ) ) {
			$given[ strtolower( $value ) ] = 'on';
		}
	}
	return $given;
}

/** What to hear after an episode, or what stands there instead. */
function related( $given, $instead, $post ) {
	$look = look( $given );
	if ( ! $post || post_password_required( $post ) || is_feed() ) {
		return '';
	}
	$instead = '' !== trim( $instead ) ? $instead : more_link();
	if ( '' === options()['base'] || ! is_post_publicly_viewable( $post ) ) {
		return $instead; // the server knows no page that visitors cannot see
	}
	$options         = options();
	$look['count']   = whole( $look['count'], MOST_RELATED ) ?? $options['count'];
	$look['layout']  = $look['layout'] ?? $options['layout'];
	$look['episode'] = permalink( $post );
	if ( 'script' === ( $look['mode'] ?? $options['mode'] ) && ! in_rest() ) {
		return element( 'segue-related', $look, $instead, height( $look ) );
	}
	try {
		$html = fragment( question( $look ) );
	} catch ( \Throwable $problem ) { // whatever other plugins do to requests
		failed( $problem->getMessage(), true );
		$html = null;
	}
	return null === $html || '' === $html ? $instead : $html;
}

/** The search, around the site's own for visitors without JavaScript. */
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

/** A link to all episodes, where the owner named their page. */
function more_link() {
	$more = options()['more'];
	return '' === $more ? '' : sprintf( '<p class="segue-more"><a href="%s">%s</a></p>', esc_url( $more ), esc_html__( 'All episodes', 'segue' ) );
}

/** One of the widget's elements. What is inside shows where there is no JavaScript and nothing to show. */
function element( $name, array $look, $inside, $style ) {
	$base = options()['base'];
	wp_enqueue_script( 'segue', $base . '/widget/v1.js', array(), null, array( 'in_footer' => true ) ); // phpcs:ignore -- a version would change its address
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
 * The style that keeps room for an element, so that the page does not move when the answer comes; the sums are those of
 * look.go. A grid is taken to have three columns, which is too little where it is narrow.
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
	// Not printf, which writes a comma in some languages.
	return 'display:block;min-height:' . rtrim( rtrim( number_format( ceil( round( $height * 100, 6 ) ) / 100, 2, '.', '' ), '0' ), '.' ) . 'em';
}

/** The tag of the widget's script, as a module that nothing waits for and that optimisers leave alone. */
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

/* Which episode a page is about. */

/** The post that a block or a shortcode stands in; null for one that stands beside a list of several. */
function subject( $block = null ) {
	if ( isset( $block->context['postId'] ) ) {
		return get_post( (int) $block->context['postId'] );
	}
	if ( in_the_loop() || in_rest() ) {
		return get_post();
	}
	return is_singular() ? get_post( get_queried_object_id() ) : null;
}

/** Whether the answer goes to an editor or a program, which run no script of ours. */
function in_rest() {
	return defined( 'REST_REQUEST' ) && REST_REQUEST;
}

/**
 * The address that a post has for everybody. A query is kept only where WordPress names posts by it, as ?p=12; nothing of
 * the visitor's own address gets there.
 */
function permalink( $post ) {
	$address = (string) apply_filters( 'segue_permalink', (string) get_permalink( $post ), $post );
	$end     = '' === (string) get_option( 'permalink_structure' ) ? '#' : '?#';
	return substr( $address, 0, strcspn( $address, $end ) );
}

/** The language of the site, and not of who is logged in, as a BCP 47 tag. */
function language() {
	return preg_match( '/^[a-z]{2,3}(_[A-Z]{2})?/', (string) get_locale(), $found ) ? str_replace( '_', '-', $found[0] ) : 'en';
}

/* Asking the server. */

/** The address of the fragment for a look. */
function question( array $look ) {
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
 * The markup that the server has for an address, sound and ready to print: an empty text where it has nothing to show, null
 * where there is no answer, new or kept.
 */
function fragment( $address ) {
	$key  = PREFIX . md5( VERSION . $address );
	$kept = get_transient( $key );
	$kept = is_array( $kept ) ? $kept : array();
	$kept += array(
		'html'  => null,
		'at'    => 0,
		'until' => 0,
	);
	if ( time() < $kept['until'] || patience() < SHORTEST || get_transient( PREFIX . 'pause' ) ) {
		return $kept['html'];
	}
	if ( null !== $kept['html'] ) {
		keep( $key, $kept, PAUSE ); // one visitor asks, and the others go on with what there is
	}
	$html = ask( $address );
	if ( null === $html ) {
		keep( $key, $kept, PAUSE );
		return $kept['html'];
	}
	$kept = array(
		'html' => $html,
		'at'   => time(),
	);
	keep( $key, $kept, FRESH );
	return $html;
}

/** Keeps an answer, or that there is none, and says for how many seconds it is not asked for again. */
function keep( $key, array $kept, $seconds ) {
	$kept['until'] = time() + $seconds;
	$left          = null === $kept['html'] ? $seconds : $kept['at'] + KEPT - time();
	if ( $left > 0 ) {
		set_transient( $key, $kept, $left );
	}
}

/** The markup that the server sends, cleaned; null where that failed. */
function ask( $address ) {
	$began  = microtime( true );
	$answer = wp_remote_get(
		$address,
		array(
			'timeout'             => patience(),
			'redirection'         => 0, // no other host is asked
			'limit_response_size' => MOST_BYTES + 1,
			'user-agent'          => 'Segue-WordPress/' . VERSION, // without the site's own address, which WordPress adds
			'headers'             => array( 'Accept' => 'text/html' ),
		)
	);
	patience( microtime( true ) - $began );
	return read( $answer, $address );
}

/** How many seconds this page may still wait. */
function patience( $spent = 0.0 ) {
	static $left = PATIENCE;
	$left       -= $spent;
	return $left;
}

/** What an answer has to show; null where it is none. */
function read( $answer, $address ) {
	if ( is_wp_error( $answer ) ) {
		return failed( $answer->get_error_message(), true );
	}
	$status = (int) wp_remote_retrieve_response_code( $answer );
	if ( 404 === $status ) {
		/* translators: %s: an address */
		note( sprintf( __( 'the server knows nothing at %s', 'segue' ), $address ) );
		return '';
	}
	if ( 200 !== $status && 204 !== $status ) {
		/* translators: %d: an HTTP status */
		return failed( sprintf( __( 'the server answered with status %d', 'segue' ), $status ), 429 === $status || $status >= 500 );
	}
	$body = (string) wp_remote_retrieve_body( $answer );
	if ( strlen( $body ) > MOST_BYTES ) {
		return failed( __( 'the server sent more than a fragment may have', 'segue' ), false );
	}
	$type = (string) wp_remote_retrieve_header( $answer, 'content-type' );
	if ( '' !== trim( $body ) && 0 !== stripos( $type, 'text/html' ) ) {
		return failed( __( 'the server sent something else than HTML', 'segue' ), false );
	}
	return clean( $body );
}

/** Notes for the owner why there is no answer, and stops asking for a while where that concerns all pages. */
function failed( $why, $all ) {
	note( $why );
	if ( $all ) {
		set_transient( PREFIX . 'pause', 1, PAUSE );
	}
	return null;
}

/** Keeps the last problem, which the settings show. */
function note( $what ) {
	$problem = array(
		'what' => substr( $what, 0, 500 ),
		'at'   => time(),
	);
	set_transient( PREFIX . 'problem', $problem, KEPT );
}

/* What the server sent is let through tag by tag. */

/** A fragment without anything that it need not have. It is nothing where nothing can be read. */
function clean( $html ) {
	$html = wp_check_invalid_utf8( $html );
	$data = linked_data( $html );
	// wp_kses would leave comments, which may look like blocks, and what is written between these tags.
	$html = preg_replace( '~<!--.*?(-->|\z)|<(script|style|template|iframe|object|noscript|svg|math|textarea|title)\b.*?(</\2\s*>|\z)~is', '', $html );
	$html = wp_kses( (string) $html, allowed(), array( 'http', 'https' ) );
	$html = preg_replace_callback( '/<img\b[^>]*>/i', __NAMESPACE__ . '\own_image', $html );
	$html = preg_replace_callback( '/<a\b[^>]*>/i', __NAMESPACE__ . '\whole_link', (string) $html );
	$html = trim( force_balance_tags( (string) $html ) ); // what is left open would swallow the rest of the page
	return '' === $html ? '' : $html . $data;
}

/** The tags and attributes of a fragment, as wp_kses takes them. */
function allowed() {
	$all  = array_fill_keys( array( 'class', 'lang', 'dir', 'aria-label', 'aria-hidden' ), true );
	$tags = array_fill_keys( array( 'section', 'nav', 'h2', 'h3', 'h4', 'ol', 'ul', 'li', 'div', 'p', 'span', 'bdi', 'strong', 'em', 'small' ), $all );

	$tags['a']    = $all + array_fill_keys( array( 'href', 'hreflang', 'rel' ), true );
	$tags['time'] = $all + array( 'datetime' => true );
	$tags['img']  = $all + array_fill_keys( array( 'src', 'alt', 'width', 'height', 'loading', 'decoding', 'referrerpolicy' ), true );
	return $tags;
}

/** An image where it comes from the server, which visitors' browsers ask anyway; no other. */
function own_image( array $tag ) {
	$own = preg_quote( esc_attr( options()['base'] . '/' ), '~' );
	return leads( $tag[0], 'src', $own ) ? $tag[0] : '';
}

/** A link where it leads to a whole address, since the rest of one would lead to a page of this site; else what is no link. */
function whole_link( array $tag ) {
	return leads( $tag[0], 'href', 'https?://' ) ? $tag[0] : '<a>';
}

/** Whether an attribute of a tag, as wp_kses writes them, begins with a pattern; not the value of another that looks like it. */
function leads( $tag, $attribute, $pattern ) {
	$others = '(?:\s+(?!' . $attribute . '\b)[a-z-]+(?:=(?:"[^"]*"|\'[^\']*\'))?)*';
	return 1 === preg_match( '~^<[a-z]+' . $others . '\s+' . $attribute . '=["\']' . $pattern . '~i', $tag );
}

/** What the fragment says to search engines, written anew: a list of items in JSON-LD, in which no tag can end. */
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

/* Where it is shown. */

/** Makes the shortcodes and the blocks known. */
function register() {
	add_shortcode( 'segue_related', __NAMESPACE__ . '\related_shortcode' );
	add_shortcode( 'segue_search', __NAMESPACE__ . '\search_shortcode' );
	if ( ! function_exists( 'register_block_type' ) ) {
		return;
	}
	// The script has no file of its own, as there is only this one.
	wp_register_script( 'segue-editor', false, array( 'wp-blocks', 'wp-element', 'wp-components', 'wp-block-editor', 'wp-server-side-render' ), VERSION, true );
	wp_add_inline_script( 'segue-editor', editor_script() );
	register_block_type( 'segue/related', block( __( 'Related episodes', 'segue' ), __( 'What to hear after this episode.', 'segue' ), 'related_block' ) );
	register_block_type( 'segue/search', block( __( 'Episode search', 'segue' ), __( 'Finds episodes by what they say.', 'segue' ), 'search_block' ) );
}

/** What WordPress is told about a block. */
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

/** The attributes of both blocks. None has a default: what is not chosen follows the settings. */
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

/** The attributes of a shortcode as text: they stand in HTML, where editors write "&amp;". */
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

/** What a block shows, in a box with the classes that the editor gave it; nothing around nothing. */
function wrapped( $html ) {
	return '' === $html ? '' : '<div ' . get_block_wrapper_attributes() . '>' . $html . '</div>';
}

/** Adds related episodes to the end of a post, where the owner wants that and has not placed them by hand. */
function append( $content ) {
	$types = options()['append'];
	// An excerpt is made of the content too, and a theme may show the content of other posts on the same page.
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

/** The script that shows the blocks in the editor, with its words in the language of who edits. */
function editor_script() {
	$words = array(
		'settings' => __( 'Episodes', 'segue' ),
		'count'    => __( 'How many', 'segue' ),
		'layout'   => __( 'Layout', 'segue' ),
		'theme'    => __( 'Theme', 'segue' ),
		'themed'   => __( 'Of the search, and of related episodes that the browser loads; others look as the site does.', 'segue' ),
		'mode'     => __( 'How they are loaded', 'segue' ),
		'html'     => __( 'With the page', 'segue' ),
		'script'   => __( 'By the browser', 'segue' ),
		'label'    => __( 'Label of the search', 'segue' ),
		'usual'    => __( 'As in the settings', 'segue' ),
		'page'     => __( 'That of the page', 'segue' ),
		'list'     => __( 'List', 'segue' ),
		'grid'     => __( 'Grid', 'segue' ),
		'row'      => __( 'Row', 'segue' ),
		'light'    => __( 'Light', 'segue' ),
		'dark'     => __( 'Dark', 'segue' ),
		'images'   => __( 'Images', 'segue' ),
		'reasons'  => __( 'Why each was chosen', 'segue' ),
		'headed'   => __( 'With a heading', 'segue' ),
		'heading'  => __( 'Heading, if not the usual one', 'segue' ),
		'show'     => __( 'Only episodes of the show with this id', 'segue' ),
		'empty'    => __( 'Nothing to show here yet. Related episodes appear when the post is published and your Segue server knows its address.', 'segue' ),
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

/* The settings. */

/** Adds the page below Settings. */
function add_page() {
	add_options_page( __( 'Segue', 'segue' ), __( 'Segue', 'segue' ), 'manage_options', OPTION, __NAMESPACE__ . '\show_page' );
}

/** Makes the settings known, and suggests what a privacy policy may say. */
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
		'count'  => __( 'How many episodes', 'segue' ),
		'layout' => __( 'Layout', 'segue' ),
		'mode'   => __( 'How they are loaded', 'segue' ),
		'more'   => __( 'Address of a page with all episodes', 'segue' ),
		'append' => __( 'Add related episodes at the end of', 'segue' ),
	);
}

function privacy() {
	return __( 'Related episodes come from our own recommendation server. When this site asks it, it sends the address of the page and nothing about the visitor. The search, and related episodes that the browser loads, are requests of the browser to that server, without cookies and without a referrer; nothing is stored in the browser.', 'segue' );
}

/** The options that a form sends, as they are stored. A wrong address is told and changes nothing. */
function sanitize( $given ) {
	$given = is_array( $given ) ? $given : array();
	$saved = options();
	$base  = text( $given['base'] ?? '' );
	if ( '' !== $base && '' === valid_base( $base ) ) {
		add_settings_error( OPTION, 'base', __( 'The address of the server must be like https://podcast.example, without a query. It was not changed.', 'segue' ) );
		$given['base'] = $saved['base'];
	}
	// What a form does not send keeps its value, but a list without a tick is an empty list.
	$given += array( 'append' => array() ) + $saved;
	delete_transient( PREFIX . 'pause' );
	delete_transient( PREFIX . 'problem' );
	return array_merge( $saved, sound( $given ) );
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

/** Says what the last problem was, since visitors never see one. */
function show_problem() {
	$problem = get_transient( PREFIX . 'problem' );
	if ( ! is_array( $problem ) || ! isset( $problem['what'], $problem['at'] ) ) {
		return;
	}
	/* translators: 1: how long ago, as "5 mins" 2: what happened */
	$said = sprintf( __( 'Last problem, %1$s ago: %2$s', 'segue' ), human_time_diff( (int) $problem['at'], time() ), text( $problem['what'] ) );
	echo '<div class="notice notice-warning inline"><p>', esc_html( $said ), '</p></div>';
}

function show_base() {
	printf(
		'<input type="url" class="regular-text code" id="segue-base" name="segue[base]" value="%s" placeholder="https://podcast.example"><p class="description">%s</p>',
		esc_attr( options()['base'] ),
		esc_html__( 'As visitors reach it: the search is asked from their browsers.', 'segue' )
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
			'script' => __( 'By the browser, when they are nearly seen', 'segue' ),
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
		esc_html__( 'It is linked where there is nothing to show. Without it, nothing is.', 'segue' )
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

/** Adds a link to the settings to the list of plugins. */
function settings_link( $links ) {
	$link = sprintf( '<a href="%s">%s</a>', esc_url( admin_url( 'options-general.php?page=' . OPTION ) ), esc_html__( 'Settings', 'segue' ) );
	return array_merge( array( $link ), (array) $links );
}

/* Coming and going. */

function activate() {
	register_uninstall_hook( __FILE__, __NAMESPACE__ . '\uninstall' );
}

/** Takes away what the plugin stored, on every site of a network. */
function uninstall() {
	if ( ! is_multisite() ) {
		forget();
		return;
	}
	$all = array(
		'fields' => 'ids',
		'number' => 0,
	);
	foreach ( get_sites( $all ) as $site ) {
		switch_to_blog( $site );
		forget();
		restore_current_blog();
	}
}

/** Removes the option and the transients of one site. Those in an object cache end by themselves within a day. */
function forget() {
	global $wpdb;
	delete_option( OPTION );
	delete_transient( PREFIX . 'pause' );
	delete_transient( PREFIX . 'problem' );
	foreach ( array( '_transient_', '_transient_timeout_' ) as $kind ) {
		$like = $wpdb->esc_like( $kind . PREFIX ) . '%';
		$wpdb->query( $wpdb->prepare( "DELETE FROM $wpdb->options WHERE option_name LIKE %s", $like ) ); // phpcs:ignore -- no function finds options by their beginning
	}
}
