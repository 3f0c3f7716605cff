<?php
/**
 * FOR TESTS ONLY. As much of WordPress as the plugin calls, with its names and its meaning but none of its code, so
 * that the plugin can be run without a site. What a test needs to know or to set is in $world. Requests are real.
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

/** A database of which only the removal of transients is asked. */
class Database {
	public $options = 'wp_options';

	public function esc_like( $text ) {
		return addcslashes( $text, '_%\\' );
	}

	public function prepare( $query, $value ) {
		return str_replace( '%s', "'" . addslashes( $value ) . "'", $query );
	}

	public function query( $query ) {
		global $world;
		if ( ! preg_match( "/^DELETE FROM wp_options WHERE option_name LIKE '(.*)%'$/", $query, $found ) ) {
			throw new Exception( 'no such query is foreseen: ' . $query );
		}
		$start = stripslashes( stripslashes( $found[1] ) );
		foreach ( array_keys( $world['transients'] ) as $name ) {
			if ( 0 === strpos( '_transient_' . $name, $start ) ) {
				unset( $world['transients'][ $name ] );
			}
		}
	}
}

$wpdb = new Database();

/* Hooks. */

function add_filter( $hook, $call, $priority = 10, $arguments = 1 ) {
	global $world;
	$world['hooks'][ $hook ][] = array( $call, $arguments );
}

function add_action( $hook, $call ) {
	add_filter( $hook, $call );
}

function apply_filters( $hook, ...$values ) {
	global $world;
	foreach ( $world['hooks'][ $hook ] ?? array() as list( $call, $arguments ) ) {
		$values[0] = $call( ...array_slice( $values, 0, $arguments ) );
	}
	return $values[0];
}

function do_action( $hook ) {
	apply_filters( $hook, '' );
}

function doing_filter( $hook ) {
	global $world;
	return in_array( $hook, $world['doing'], true );
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

/* What is stored. */

function get_option( $name ) {
	global $world;
	return 'permalink_structure' === $name ? $world['structure'] : ( $world['options'][ $name ] ?? false );
}

function delete_option( $name ) {
	global $world;
	unset( $world['options'][ $name ] );
}

function get_transient( $name ) {
	global $world;
	list( $value, $until ) = $world['transients'][ $name ] ?? array( false, 0 );
	return $world['clock'] < $until ? unserialize( $value ) : false;
}

function set_transient( $name, $value, $seconds ) {
	global $world;
	if ( $seconds <= 0 || strlen( $name ) > 172 ) {
		throw new Exception( "a transient for ever, or with too long a name: $name" );
	}
	$world['transients'][ $name ] = array( serialize( $value ), $world['clock'] + $seconds );
}

function delete_transient( $name ) {
	global $world;
	unset( $world['transients'][ $name ] );
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

/** Lets tags and attributes through that are listed, and keeps the text between the others, as WordPress does. */
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

/** Closes what is open and drops ends of nothing. */
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

/* The page that is made. */

function get_post( $id = null ) {
	global $world;
	if ( null === $id ) {
		$id = $world['current'];
	}
	return $world['posts'][ $id ] ?? null;
}

function get_queried_object_id() {
	global $world;
	return $world['queried'];
}

function is_singular( $types = '' ) {
	global $world;
	$post = get_post( $world['queried'] );
	return $world['singular'] && ( ! $types || in_array( $post->post_type, (array) $types, true ) );
}

function in_the_loop() {
	global $world;
	return $world['loop'];
}

function is_main_query() {
	global $world;
	return $world['main'];
}

function is_feed() {
	global $world;
	return $world['feed'];
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
	global $world;
	return $world['locale'];
}

function home_url( $path ) {
	return 'https://site.example' . $path;
}

function admin_url( $path ) {
	return 'https://site.example/wp-admin/' . $path;
}

function add_shortcode( $name, $call ) {
	global $world;
	$world['shortcodes'][ $name ] = $call;
}

function wp_enqueue_script( $handle, $src, $needs, $version, $how ) {
	global $world;
	$src = null === $version ? $src : $src . '?ver=' . $version;
	$world['scripts'][ $handle ] = apply_filters( 'script_loader_tag', "<script src='$src'></script>", $handle, $src );
}

function wp_get_script_tag( $attributes ) {
	$all = '';
	foreach ( $attributes as $name => $value ) {
		$all .= true === $value ? " $name" : sprintf( ' %s="%s"', $name, esc_attr( $value ) );
	}
	return "<script$all></script>\n";
}

if ( $world['editor'] ) {
	function register_block_type( $name, $block ) {
		global $world;
		$world['blocks'][ $name ] = $block;
	}
}

function wp_register_script( $handle, $src, $needs, $version, $footer ) {
	global $world;
	$world['registered'][ $handle ] = $needs;
}

function wp_add_inline_script( $handle, $code ) {
	global $world;
	$world['inline'][ $handle ] = $code;
}

function get_block_wrapper_attributes() {
	return 'class="wp-block-segue alignwide"';
}

/* Requests. */

/** A real request by the streams of PHP. Only the plugin's clock limits its time, because the machine may be busy. */
function wp_remote_get( $address, $how ) {
	global $world;
	$world['requests'][] = array( 'url' => $address ) + $how;
	if ( $world['meanwhile'] && ! isset( $world['others'] ) ) {
		$world['others']   = true; // they do not meet others in turn
		$world['others']   = array( $world['shortcodes']['segue_related']( '' ) );
		$world['others'][] = count( $world['requests'] );
	}
	if ( isset( $world['throw'] ) ) {
		throw new Exception( $world['throw'] );
	}
	if ( $world['takes'] > $how['timeout'] ) {
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
	global $world;
	$world['page'] = array( $capability, $slug, $call );
}

function register_setting( $group, $name, $how ) {
	global $world;
	$world['settings'][ $name ] = $how;
}

function add_settings_section( $id, $title, $call, $page ) {
	global $world;
	$world['sections'][] = $call;
}

function add_settings_field( $id, $label, $call, $page, $section, $more ) {
	global $world;
	$world['fields'][] = array( $label, $call, $more );
}

function add_settings_error( $setting, $code, $message ) {
	global $world;
	$world['errors'][] = $message;
}

function wp_add_privacy_policy_content( $name, $html ) {
	global $world;
	$world['privacy'] = $html;
}

function current_user_can( $capability ) {
	global $world;
	return in_array( $capability, $world['can'], true );
}

function get_admin_page_title() {
	return 'Segue';
}

function settings_fields( $group ) {
	echo '<input type="hidden" name="_wpnonce" value="', esc_attr( $group ), '">';
}

function do_settings_sections( $page ) {
	global $world;
	foreach ( $world['sections'] as $call ) {
		$call();
	}
	foreach ( $world['fields'] as list( $label, $call, $more ) ) {
		echo "\n", esc_html( $label ), ': ';
		$call( $more );
	}
}

function submit_button() {
	echo "\n<input type=\"submit\">";
}

/* Several sites. */

function is_multisite() {
	global $world;
	return count( $world['sites'] ) > 0;
}

function get_sites( $query ) {
	global $world;
	return $world['sites'];
}

function switch_to_blog( $site ) {
	global $world;
	$world['visited'][] = $site;
}

function restore_current_blog() {
	global $world;
	$world['visited'][] = 'back';
}
