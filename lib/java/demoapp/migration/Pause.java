package demoapp.migration;

import demoapp.Problem;

/** A moment, between two looks. */
final class Pause {
    private Pause() { }

    static void millis(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.failed("interrupted");
        }
    }
}
