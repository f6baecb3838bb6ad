package demoapp.playground;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The playground's own process: a cluster until it is told to stop, or until nobody has used it for a while. */
final class Daemon {
    private Daemon() { }

    /** @param arguments folder, speed, seed, port, idle (ISO 8601 duration), https port */
    public static void main(String[] arguments) throws InterruptedException {
        var options = new ClusterOptions(Double.parseDouble(arguments[1]), Long.parseLong(arguments[2]),
                Path.of(arguments[0]), Integer.parseInt(arguments[3]), Integer.parseInt(arguments[5]));
        var idle = Duration.parse(arguments[4]);
        var cluster = start(options);
        System.out.printf("%s started at %s%n", Instant.now(), cluster.url());
        var stop = new CountDownLatch(1);
        var archive = new Archive(new Folder(options.folder()));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            archive.close();
            cluster.close();
            System.out.printf("%s stopped%n", Instant.now());
        }));
        archive.makeSoon();
        while (!stop.await(Math.min(30, Math.max(1, idle.toSeconds() / 4)), TimeUnit.SECONDS)) {
            if (cluster.idle().compareTo(idle) > 0) {
                System.out.printf("%s nobody used it for %s%n", Instant.now(), idle);
                stop.countDown();
            }
        }
        System.exit(0);
    }

    private static Cluster start(ClusterOptions options) {
        try {
            return Cluster.start(options);
        } catch (UncheckedIOException failure) { // a file or the port, not a mistake in here
            System.out.printf("%s does not start: %s%n", Instant.now(), failure.getMessage());
            System.exit(1);
            throw failure;
        }
    }
}
