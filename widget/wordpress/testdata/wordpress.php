<?php
/**
 * FOR TESTS ONLY. A stub of the WordPress functions that the plugin calls, so that the plugin runs without a site. It has the
 * names and the behaviour of WordPress, but none of its code. The state is in $state. HTTP requests are real.
 */

// phpcs:ignoreFile

class WP_Error {
	private $message;

	public function __construct( $message ) {
		$this->message = $message;
	}

	public function get_error_message() {
		return $this->message;
	}
}

/** A database that only supports the deletion of transients. */
class Database {
	public $options = 'wp_options';

	public function esc_like( $text ) {
		return addcslashes( $text, '_%\\' );
	}

	public function prepare( $query, $value ) {
		return str_replace( '%s', "'" . addslashes( $value ) . "'", $query );
	}

	public function query( $query ) {
		global $state;
		if ( ! preg_match( "/^DELETE FROM wp_options WHERE option_name LIKE '(.*)%'$/", $query, $found ) ) {
			throw new Exception( 'no such query is foreseen: ' . $query );
		}
		$start = stripslashes( stripslashes( $found[1] ) );
		foreach ( array_keys( $state['transients'] ) as $name ) {
			if ( 0 === strpos( '_transient_' . $name, $start ) ) {
				unset( $state['transients'][ $name ] );
			}
		}
	}
}

$wpdb = new Database();

/* Hooks. */

function add_filter( $hook, $call, $priority = 10, $arguments = 1 ) {
	global $state;
	$state['hooks'][ $hook ][] = array( $call, $arguments );
}

function add_action( $hook, $call ) {
	add_filter( $hook, $call );
}

function apply_filters( $hook, ...$values ) {
	global $state;
	foreach ( $state['hooks'][ $hook ] ?? array() as list( $call, $arguments ) ) {
		$values[0] = $call( ...array_slice( $values, 0, $arguments ) );
	}
	return $values[0];
}

function do_action( $hook ) {
	apply_filters( $hook, '' );
}

function doing_filter( $hook ) {
	global $state;
	return in_array( $hook, $state['doing'], true );
}

function plugin_basename( $file ) {
	return basename( dirname( $file ) ) . '/' . basename( $file );
}

function register_activation_hook( $file, $call ) {
	add_action( 'activate', $call );
}

function register_uninstall_hook( $file, $call ) {
	if ( ! is_string( $call ) ) {
		throw new Exception( 'what uninstalls must be a name, which is stored' );
	}
	add_action( 'uninstall', $call );
}

/* Options and transients. */

function get_option( $name ) {
	global $state;
	return 'permalink_structure' === $name ? $state['structure'] : ( $state['options'][ $name ] ?? false );
}

function delete_option( $name ) {
	global $state;
	unset( $state['options'][ $name ] );
}

function get_transient( $name ) {
	global $state;
	list( $value, $until ) = $state['transients'][ $name ] ?? array( false, 0 );
	return $state['clock'] < $until ? unserialize( $value ) : false;
}

function set_transient( $name, $value, $seconds ) {
	global $state;
	if ( $seconds <= 0 || strlen( $name ) > 172 ) {
		throw new Exception( "a transient for ever, or with too long a name: $name" );
	}
	$state['transients'][ $name ] = array( serialize( $value ), $state['clock'] + $seconds );
}

function delete_transient( $name ) {
	global $state;
	unset( $state['transients'][ $name ] );
}

/* Texts. */

function __( $text, $domain ) {
	if ( 'segue' !== $domain ) {
		throw new Exception( "\"$text\" is in no text domain of ours" );
	}
	return $text;
}

function esc_html( $text ) {
	return htmlspecialchars( (string) $text, ENT_QUOTES, 'UTF-8', false );
}

function esc_attr( $text ) {
	return esc_html( $text );
}

function esc_html__( $text, $domain ) {
	return esc_html( __( $text, $domain ) );
}

function esc_url_raw( $address, $schemes = array( 'http', 'https' ) ) {
	$address = preg_replace( '/[^\x21-\x7e]|["<>\\\\^`{|}]/', '', (string) $address );
	$scheme  = parse_url( $address, PHP_URL_SCHEME );
	return null === $scheme || in_array( strtolower( (string) $scheme ), $schemes, true ) ? $address : '';
}

function esc_url( $address ) {
	return str_replace( array( '&', "'" ), array( '&#038;', '&#039;' ), esc_url_raw( $address ) );
}

function wp_parse_url( $address ) {
	return parse_url( $address );
}

function wp_json_encode( $value, $flags = 0 ) {
	return json_encode( $value, $flags );
}

function wp_check_invalid_utf8( $text ) {
	return preg_match( '//u', $text ) ? $text : '';
}

function human_time_diff( $from, $to ) {
	return ( $to - $from ) . ' seconds';
}

function selected( $a, $b, $print ) {
	return (string) $a === (string) $b ? " selected='selected'" : '';
}

function checked( $a, $b, $print ) {
	return (string) $a === (string) $b ? " checked='checked'" : '';
}

/** Keeps the listed tags and attributes, and the text inside other tags, like WordPress. */
function wp_kses( $html, $allowed, $schemes ) {
	return preg_replace_callback(
		'/<[^>]*(?:>|\z)/',
		function ( $found ) use ( $allowed, $schemes ) {
			if ( 0 === strpos( $found[0], '<!--' ) ) {
				return $found[0];
			}
			if ( ! preg_match( '~^<\s*(/?)\s*([a-z][a-z0-9-]*)([^>]*?)/?\s*>$~i', $found[0], $tag ) ) {
				return htmlspecialchars( $found[0] );
			}
			$name = strtolower( $tag[2] );
			if ( ! isset( $allowed[ $name ] ) ) {
				return '';
			}
			return $tag[1] ? "</$name>" : "<$name" . kses_attributes( $tag[3], $allowed[ $name ], $schemes ) . '>';
		},
		$html
	);
}

function kses_attributes( $text, $allowed, $schemes ) {
	preg_match_all( '/([a-z][a-z0-9:_-]*)(?:\s*=\s*("[^"]*"|\'[^\']*\'|[^\s"\']+))?/i', $text, $all, PREG_SET_ORDER );
	$kept = '';
	foreach ( $all as $one ) {
		$name  = strtolower( $one[1] );
		$value = trim( $one[2] ?? '', '"\'' );
		if ( in_array( $name, array( 'href', 'src' ), true ) ) {
			$plain = preg_replace( '/[\x00-\x20]/', '', html_entity_decode( $value, ENT_QUOTES | ENT_HTML5 ) );
			if ( preg_match( '/^([^\/?#]*?):/', $plain, $found ) && ! in_array( strtolower( $found[1] ), $schemes, true ) ) {
				$value = preg_replace( '/^.*?:/s', '', $plain );
			}
		}
		if ( isset( $allowed[ $name ] ) ) {
			$kept .= " $name=\"" . esc_attr( $value ) . '"';
		}
	}
	return $kept;
}

/** Closes open tags and removes end tags without a start tag. */
function force_balance_tags( $html ) {
	$open = array();
	$html = preg_replace_callback(
		'~<(/?)([a-z][a-z0-9-]*)[^>]*>~',
		function ( $tag ) use ( &$open ) {
			if ( in_array( $tag[2], array( 'img', 'br', 'hr' ), true ) ) {
				return rtrim( $tag[0], '/>' ) . '/>';
			}
			if ( ! $tag[1] ) {
				$open[] = $tag[2];
				return $tag[0];
			}
			if ( ! in_array( $tag[2], $open, true ) ) {
				return '';
			}
			$closed = '';
			do {
				$name    = array_pop( $open );
				$closed .= "</$name>";
			} while ( $name !== $tag[2] );
			return $closed;
		},
		$html
	);
	foreach ( array_reverse( $open ) as $name ) {
		$html .= "</$name>";
	}
	return $html;
}

/* The page. */

function get_post( $id = null ) {
	global $state;
	if ( null === $id ) {
		$id = $state['current'];
	}
	return $state['posts'][ $id ] ?? null;
}

function get_queried_object_id() {
	global $state;
	return $state['queried'];
}

function is_singular( $types = '' ) {
	global $state;
	$post = get_post( $state['queried'] );
	return $state['singular'] && ( ! $types || in_array( $post->post_type, (array) $types, true ) );
}

function in_the_loop() {
	global $state;
	return $state['loop'];
}

function is_main_query() {
	global $state;
	return $state['main'];
}

function is_feed() {
	global $state;
	return $state['feed'];
}

function post_password_required( $post ) {
	return $post->password;
}

function is_post_publicly_viewable( $post ) {
	return 'publish' === $post->post_status;
}

function get_permalink( $post ) {
	return $post->permalink;
}

function get_post_types( $query, $output ) {
	$types = array();
	foreach ( array( 'post' => 'Posts', 'page' => 'Pages', 'attachment' => 'Media', 'episode' => 'Episodes & more' ) as $name => $label ) {
		$types[ $name ] = (object) array( 'label' => $label );
	}
	return $types;
}

function has_block( $name, $content ) {
	return false !== strpos( $content, '<!-- wp:' . $name . ' ' );
}

function has_shortcode( $content, $name ) {
	return false !== strpos( $content, '[' . $name );
}

function get_locale() {
	global $state;
	return $state['locale'];
}

function home_url( $path ) {
	return 'https://site.example' . $path;
}

function admin_url( $path ) {
	return 'https://site.example/wp-admin/' . $path;
}

function add_shortcode( $name, $call ) {
	global $state;
	$state['shortcodes'][ $name ] = $call;
}

function wp_enqueue_script( $handle, $src, $needs, $version, $how ) {
	global $state;
	$src = null === $version ? $src : $src . '?ver=' . $version;
	$state['scripts'][ $handle ] = apply_filters( 'script_loader_tag', "<script src='$src'></script>", $handle, $src );
}

function wp_get_script_tag( $attributes ) {
	$all = '';
	foreach ( $attributes as $name => $value ) {
		$all .= true === $value ? " $name" : sprintf( ' %s="%s"', $name, esc_attr( $value ) );
	}
	return "<script$all></script>\n";
}

if ( $state['editor'] ) {
	function register_block_type( $name, $block ) {
		global $state;
		$state['blocks'][ $name ] = $block;
	}
}

function wp_register_script( $handle, $src, $needs, $version, $footer ) {
	global $state;
	$state['registered'][ $handle ] = $needs;
}

function wp_add_inline_script( $handle, $code ) {
	global $state;
	$state['inline'][ $handle ] = $code;
}

function get_block_wrapper_attributes() {
	return 'class="wp-block-segue alignwide"';
}

/* Requests. */

/** A real request with the streams of PHP. Only the plugin's clock limits its duration, because the machine may be busy. */
function wp_remote_get( $address, $how ) {
	global $state;
	$state['requests'][] = array( 'url' => $address ) + $how;
	if ( $state['meanwhile'] && ! isset( $state['others'] ) ) {
		$state['others']   = true; // requests of other visitors do not start others
		$state['others']   = array( $state['shortcodes']['segue_related']( '' ) );
		$state['others'][] = count( $state['requests'] );
	}
	if ( isset( $state['throw'] ) ) {
		throw new Exception( $state['throw'] );
	}
	if ( $state['takes'] > $how['timeout'] ) {
		return new WP_Error( 'no answer in time' );
	}
	$headers = '';
	foreach ( $how['headers'] as $name => $value ) {
		$headers .= "$name: $value\r\n";
	}
	$context = stream_context_create(
		array(
			'http' => array(
				'timeout'         => 180,
				'follow_location' => $how['redirection'] > 0 ? 1 : 0,
				'ignore_errors'   => true,
				'user_agent'      => $how['user-agent'],
				'header'          => $headers,
			),
		)
	);
	$stream  = @fopen( $address, 'r', false, $context );
	if ( ! $stream ) {
		return new WP_Error( 'no answer' );
	}
	$body = stream_get_contents( $stream, $how['limit_response_size'] );
	$told = stream_get_meta_data( $stream );
	if ( $told['timed_out'] ) {
		return new WP_Error( 'no answer in time' );
	}
	$answer = array( 'status' => 0, 'headers' => array(), 'body' => $body );
	foreach ( $told['wrapper_data'] as $line ) {
		if ( preg_match( '~^HTTP/\S+ (\d+)~', $line, $found ) ) {
			$answer['status'] = (int) $found[1];
		} elseif ( strpos( $line, ':' ) ) {
			list( $name, $value ) = explode( ':', $line, 2 );
			$answer['headers'][ strtolower( $name ) ] = trim( $value );
		}
	}
	return $answer;
}

function is_wp_error( $answer ) {
	return $answer instanceof WP_Error;
}

function wp_remote_retrieve_response_code( $answer ) {
	return $answer['status'];
}

function wp_remote_retrieve_header( $answer, $name ) {
	return $answer['headers'][ $name ] ?? '';
}

function wp_remote_retrieve_body( $answer ) {
	return $answer['body'];
}

/* The settings. */

function add_options_page( $title, $menu, $capability, $slug, $call ) {
	global $state;
	$state['page'] = array( $capability, $slug, $call );
}

function register_setting( $group, $name, $how ) {
	global $state;
	$state['settings'][ $name ] = $how;
}

function add_settings_section( $id, $title, $call, $page ) {
	global $state;
	$state['sections'][] = $call;
}

function add_settings_field( $id, $label, $call, $page, $section, $more ) {
	global $state;
	$state['fields'][] = array( $label, $call, $more );
}

function add_settings_error( $setting, $code, $message ) {
	global $state;
	$state['errors'][] = $message;
}

function wp_add_privacy_policy_content( $name, $html ) {
	global $state;
	$state['privacy'] = $html;
}

function current_user_can( $capability ) {
	global $state;
	return in_array( $capability, $state['can'], true );
}

function get_admin_page_title() {
	return 'Segue';
}

function settings_fields( $group ) {
	echo '<input type="hidden" name="_wpnonce" value="', esc_attr( $group ), '">';
}

function do_settings_sections( $page ) {
	global $state;
	foreach ( $state['sections'] as $call ) {
		$call();
	}
	foreach ( $state['fields'] as list( $label, $call, $more ) ) {
		echo "\n", esc_html( $label ), ': ';
		$call( $more );
	}
}

function submit_button() {
	echo "\n<input type=\"submit\">";
}

/* Several sites. */

function is_multisite() {
	global $state;
	return count( $state['sites'] ) > 0;
}

function get_sites( $query ) {
	global $state;
	return $state['sites'];
}

function switch_to_blog( $site ) {
	global $state;
	$state['visited'][] = $site;
}

function restore_current_blog() {
	global $state;
	$state['visited'][] = 'back';
}
