<?php
/**
 * FOR TESTS ONLY. Runs the plugin over the stand-in of WordPress: reads what the world is like and what is done in it as
 * JSON, and writes what came of it. Whatever PHP has to say about the plugin's code ends the run.
 */

// phpcs:ignoreFile

namespace Segue {
	/** The clock that the plugin reads, as its own namespace comes first. */
	function time() {
		global $world;
		return $world['clock'];
	}

	/** The same clock, with the seconds that requests have taken. */
	function microtime( $as_number ) {
		global $world;
		return $world['clock'] + count( $world['requests'] ) * $world['takes'];
	}
}

namespace {
	error_reporting( E_ALL );
	set_error_handler(
		function ( $level, $message, $file, $line ) {
			if ( error_reporting() & $level ) {
				throw new ErrorException( $message, 0, $level, $file, $line );
			}
		}
	);

	$world = json_decode( stream_get_contents( STDIN ), true, 64, JSON_THROW_ON_ERROR ) + array(
		'options'    => array(),
		'transients' => array(),
		'hooks'      => array(),
		'scripts'    => array(),
		'blocks'     => array(),
		'requests'   => array(),
		'errors'     => array(),
		'visited'    => array(),
		'clock'      => 1000000,
		'takes'      => 0.0, // seconds, by the plugin's clock, that a request takes
	);
	foreach ( $world['posts'] as $id => $post ) {
		$world['posts'][ $id ] = (object) $post;
	}
	if ( $world['rest'] ) {
		define( 'REST_REQUEST', true );
	}
	define( 'ABSPATH', '/' );
	require __DIR__ . '/wordpress.php';
	require dirname( __DIR__ ) . '/segue.php';
	do_action( 'activate' );
	do_action( 'init' );

	$steps = array(
		'shortcode' => function ( $name, $attributes = '', $inside = '' ) {
			global $world;
			return $world['shortcodes'][ $name ]( $attributes, $inside, $name );
		},
		'alone'     => function ( $name ) {
			global $world;
			$meanwhile          = $world['meanwhile'];
			$world['meanwhile'] = false;
			$out                = $world['shortcodes'][ $name ]( '', '', $name );
			$world['meanwhile'] = $meanwhile;
			return $out;
		},
		'block'     => function ( $name, $attributes, $context = array() ) {
			global $world;
			$strange = array_diff_key( $attributes, $world['blocks'][ $name ]['attributes'] );
			if ( $strange ) {
				throw new Exception( 'the block has no such attribute: ' . implode( ' ', array_keys( $strange ) ) );
			}
			return $world['blocks'][ $name ]['render_callback']( $attributes, '', (object) array( 'context' => $context ) );
		},
		'content'   => function ( $text ) {
			return apply_filters( 'the_content', $text );
		},
		'wait'      => function ( $seconds ) {
			global $world;
			$world['clock'] += $seconds;
		},
		'save'      => function ( $given ) {
			global $world;
			do_action( 'admin_init' );
			$world['options']['segue'] = $world['settings']['segue']['sanitize_callback']( $given );
			return $world['options']['segue'];
		},
		'page'      => function () {
			global $world;
			do_action( 'admin_menu' );
			do_action( 'admin_init' );
			ob_start();
			$world['page'][2]();
			return ob_get_clean();
		},
		'uninstall' => function () {
			do_action( 'uninstall' );
		},
		'clean'     => function ( $html ) {
			return Segue\clean( $html );
		},
		'links'     => function () {
			return apply_filters( 'plugin_action_links_wordpress/segue.php', array( 'deactivate' ) );
		},
		'world'     => function ( $what ) {
			global $world;
			return $world[ $what ] ?? null;
		},
	);
	$out   = array();
	foreach ( $world['steps'] as $step ) {
		$out[] = $steps[ $step[0] ]( ...array_slice( $step, 1 ) );
	}
	$left = array();
	foreach ( $world['transients'] as $name => list( $value, $until ) ) {
		$left[ preg_replace( '/[0-9a-f]{32}/', 'ADDRESS', $name ) ] = $until - $world['clock'];
	}
	echo json_encode(
		array(
			'out'        => $out,
			'requests'   => $world['requests'],
			'transients' => (object) $left,
			'options'    => (object) $world['options'],
			'scripts'    => array_values( $world['scripts'] ),
			'errors'     => $world['errors'],
			'visited'    => $world['visited'],
		),
		JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE
	);
}
