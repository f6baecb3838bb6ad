package demoapp.playground.node.programs;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** nginx with its welcome page: every other path is 404. */
final class Nginx extends Program {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss").withZone(ZoneOffset.UTC);

    @Override
    protected void run() {
        log("/docker-entrypoint.sh: Configuration complete; ready for start up");
        note("using the \"epoll\" event method");
        note("start worker processes");
        listen(80);
    }

    @Override
    public int get(String path) {
        return path.equals("/") || path.equals("/index.html") ? 200 : 404;
    }

    @Override
    public void terminate() {
        note("signal 15 (SIGTERM) received, exiting");
        super.terminate();
    }

    private void note(String message) {
        log("%s [notice] 1#1: %s".formatted(TIME.format(around().clock().now()), message));
    }
}
