package demoapp.kit;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Supplier;

import demoapp.Console;
import demoapp.cluster.Cluster;
import demoapp.cluster.ClusterOptions;
import demoapp.playground.Playground;

/** Which cluster a notebook or a JShell means, and how its words are carried out there: shown live, mistakes told briefly. */
final class Session {
    private static final ClusterOptions OPTIONS = new ClusterOptions();
    private static boolean simulated;

    static {
        System.setProperty("slf4j.internal.verbosity", "ERROR"); // no logging is wanted, nor the news that there is none
        context(System.getenv("DEMOAPP_CONTEXT"));
        namespace(System.getenv("DEMOAPP_NAMESPACE"));
        timeout("5m");
    }

    private Session() { }

    static void context(String name) {
        var own = "playground".equals(name);
        OPTIONS.context = own || name == null || name.isBlank() ? null : name;
        OPTIONS.kubeconfig = own ? guarded(() -> playground()) : null;
    }

    static void namespace(String name) {
        OPTIONS.namespace = name;
    }

    static void timeout(String duration) {
        OPTIONS.timeout = guarded(() -> new ClusterOptions.DurationConverter().convert(duration));
    }

    static void say(String line) {
        System.out.println(line);
    }

    /** Work that is waited for, and shows how it goes. */
    interface Work {
        Shown on(Cluster cluster, Console console);
    }

    /** @param picture what a notebook's cell draws meanwhile; "" for nothing */
    static void waiting(Supplier<String> picture, Work work) {
        asking(cluster -> {
            if (Screen.CURRENT.isNotebook()) {
                try (var cell = new LiveCell(picture)) {
                    cell.finish(work.on(cluster, cell));
                }
            } else {
                try (var console = new Console(new PrintWriter(System.out, true), Console.isTerminal(), "")) {
                    if (work.on(cluster, console) instanceof Picture drawn) {
                        console.print(drawn.text());
                    }
                }
            }
            return null;
        });
    }

    static <T> T asking(Function<Cluster, T> question) {
        return guarded(() -> {
            try (var cluster = Cluster.connect(OPTIONS, Session::playground)) {
                return question.apply(cluster);
            }
        });
    }

    /** @throws Mistake whatever goes wrong */
    static <T> T guarded(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            throw Mistake.of(e);
        }
    }

    private static Path playground() {
        return Playground.ensureStarted(line -> {
            if (!simulated) {
                say(line);
            }
            simulated |= line.contains("KUBECONFIG");
        });
    }
}
