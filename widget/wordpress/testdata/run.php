<?php
/**
 * FOR TESTS ONLY. Runs the plugin with the WordPress stub. It reads the state of the site and the steps as JSON from stdin,
 * and writes the results as JSON. Any warning or notice of PHP ends the run.
 */

// phpcs:ignoreFile

namespace Segue {
	/** The clock of the plugin. Functions in the plugin's namespace hide the global ones. */
	function time() {
		global $state;
		return $state['clock'];
	}

	/** The same clock plus the duration of the requests. */
	function microtime( $as_number ) {
		global $state;
		return $state['clock'] + count( $state['requests'] ) * $state['takes'];
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

	$state = json_decode( stream_get_contents( STDIN ), true, 64, JSON_THROW_ON_ERROR ) + array(
		'options'    => array(),
		'transients' => array(),
		'hooks'      => array(),
		'scripts'    => array(),
		'blocks'     => array(),
		'requests'   => array(),
		'errors'     => array(),
		'visited'    => array(),
		'clock'      => 1000000,
		'takes'      => 0.0, // the duration of a request in seconds, on the plugin's clock
	);
	foreach ( $state['posts'] as $id => $post ) {
		$state['posts'][ $id ] = (object) $post;
	}
	if ( $state['rest'] ) {
		define( 'REST_REQUEST', true );
	}
	define( 'ABSPATH', '/' );
	require __DIR__ . '/wordpress.php';
	require dirname( __DIR__ ) . '/segue.php';
	do_action( 'activate' );
	do_action( 'init' );

	$steps = array(
		'shortcode' => function ( $name, $attributes = '', $inside = '' ) {
			global $state;
			return $state['shortcodes'][ $name ]( $attributes, $inside, $name );
		},
		'alone'     => function ( $name ) {
			global $state;
			$meanwhile          = $state['meanwhile'];
			$state['meanwhile'] = false;
			$out                = $state['shortcodes'][ $name ]( '', '', $name );
			$state['meanwhile'] = $meanwhile;
			return $out;
		},
		'block'     => function ( $name, $attributes, $context = array() ) {
			global $state;
			$strange = array_diff_key( $attributes, $state['blocks'][ $name ]['attributes'] );
			if ( $strange ) {
				throw new Exception( 'the block has no such attribute: ' . implode( ' ', array_keys( $strange ) ) );
			}
			return $state['blocks'][ $name ]['render_callback']( $attributes, '', (object) array( 'context' => $context ) );
		},
		'content'   => function ( $text ) {
			return apply_filters( 'the_content', $text );
		},
		'wait'      => function ( $seconds ) {
			global $state;
			$state['clock'] += $seconds;
		},
		'save'      => function ( $given ) {
			global $state;
			do_action( 'admin_init' );
			$state['options']['segue'] = $state['settings']['segue']['sanitize_callback']( $given );
			return $state['options']['segue'];
		},
		'page'      => function () {
			global $state;
			do_action( 'admin_menu' );
			do_action( 'admin_init' );
			ob_start();
			$state['page'][2]();
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
		'state'     => function ( $what ) {
			global $state;
			return $state[ $what ] ?? null;
		},
	);
	$out   = array();
	foreach ( $state['steps'] as $step ) {
		$out[] = $steps[ $step[0] ]( ...array_slice( $step, 1 ) );
	}
	$left = array();
	foreach ( $state['transients'] as $name => list( $value, $until ) ) {
		$left[ preg_replace( '/[0-9a-f]{32}/', 'ADDRESS', $name ) ] = $until - $state['clock'];
	}
	echo json_encode(
		array(
			'out'        => $out,
			'requests'   => $state['requests'],
			'transients' => (object) $left,
			'options'    => (object) $state['options'],
			'scripts'    => array_values( $state['scripts'] ),
			'errors'     => $state['errors'],
			'visited'    => $state['visited'],
		),
		JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE
	);
}
