package demoapp.playground.node.programs;

import java.util.Optional;

/** A program that nothing is known of: it runs, listens on every port, answers everything with success. */
final class Anything extends Program {
    @Override
    protected void run() {
        listen(0);
    }

    @Override
    public boolean listens(int port) {
        return isRunning();
    }

    @Override
    public Optional<Http.Response> http(Http.Request request) {
        return Optional.of(Http.Response.of(200, "text/plain", ""));
    }
}
