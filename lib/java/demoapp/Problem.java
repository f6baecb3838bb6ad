package demoapp;

/** What a user is told in one to three lines, and the exit code that goes with it. */
public final class Problem extends RuntimeException {
    public static final int FAILED = 1;
    public static final int USAGE = 2;
    public static final int TIMED_OUT = 3;

    public final int exitCode;

    public Problem(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public static Problem failed(String message) {
        return new Problem(FAILED, message);
    }

    public static Problem usage(String message) {
        return new Problem(USAGE, message);
    }
}
