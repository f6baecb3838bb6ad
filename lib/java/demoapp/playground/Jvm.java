package demoapp.playground;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the playground's own processes are run: small, quick to start, and silent but for errors. */
final class Jvm {
    static final File NOTHING = new File(System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null");

    // To compile less eagerly, and to have all of the start in the young generation, takes a tenth less CPU until it listens.
    // What Netty would do at its start for resolving names and for the flight recorder serves nobody here.
    private static final List<String> OPTIONS = List.of("-XX:TieredStopAtLevel=1", "-XX:CompileThresholdScaling=3",
            "-XX:+UseSerialGC", "-Xshare:auto", "-Xms32m", "-XX:NewSize=16m", "-Xmx256m", "-Xlog:disable",
            "-Xlog:all=error:stderr", "-Dslf4j.internal.verbosity=ERROR",
            "-Dvertx.disableDnsResolver=true", "-Dio.netty.jfr.enabled=false");

    private Jvm() { }

    /** @param prefix `nice -n 19` or the like, left out where there is no such program */
    static List<String> command(List<String> prefix, List<String> options, Class<?> main, List<String> arguments) {
        var command = new ArrayList<String>();
        if (Files.isExecutable(Path.of(prefix.get(0)))) {
            command.addAll(prefix);
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return command;
    }
}
