package demoapp.playground.node.programs;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** nginx with its welcome page: every other path is 404. */
final class Nginx extends Program {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private static final String WELCOME = """
            <!DOCTYPE html>
            <html>
            <head>
            <title>Welcome to nginx!</title>
            <style>html { color-scheme: light dark; }</style>
            </head>
            <body>
            <h1>Welcome to nginx!</h1>
            <p>No nginx runs here: the playground simulates it.</p>
            </body>
            </html>
            """;
    private static final String NOT_FOUND = """
            <html>
            <head><title>404 Not Found</title></head>
            <body>
            <center><h1>404 Not Found</h1></center>
            <hr><center>nginx</center>
            </body>
            </html>
            """;

    @Override
    protected void run() {
        log("/docker-entrypoint.sh: Configuration complete; ready for start up");
        note("using the \"epoll\" event method");
        note("start worker processes");
        listen(80);
    }

    @Override
    public Optional<Http.Response> http(Http.Request request) {
        var found = request.path().equals("/") || request.path().equals("/index.html");
        return Optional.of(Http.Response.of(found ? 200 : 404, "text/html", found ? WELCOME : NOT_FOUND));
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
