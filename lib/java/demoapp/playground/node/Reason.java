package demoapp.playground.node;

/**
 * Why a container could not be started, as its state shows it.
 *
 * @param error such as ErrImagePull or CrashLoopBackOff
 */
record Reason(String error, String message) { }
