package demoapp;

/** A moment, between two looks. */
public final class Pause {
    private Pause() { }

    public static void millis(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.failed("interrupted");
        }
    }
}
