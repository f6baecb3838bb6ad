package demoapp.rollout;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import demoapp.Console;
import demoapp.TerminalSize;
import demoapp.cluster.Cluster;
import demoapp.cluster.Resources.Resource;
import demoapp.cluster.Watch;
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.Help.Ansi.Text;

/**
 * What `watch -n 1 kubectl get deployments,replicasets,pods` shows, for a rollout's eyes. On a terminal one screen with the
 * old and the new revision {@link SideBySide}, elsewhere each change as a line.
 */
public final class Board {
    private final Cluster cluster;
    private final List<Workload> workloads;
    private final Console console;
    private final Map<String, String> said = new HashMap<>();

    private Board(Cluster cluster, List<Workload> workloads, Console console) {
        this.cluster = cluster;
        this.workloads = workloads;
        this.console = console;
    }

    /** Shows them until the deadline, or for ever if Ctrl-C does not end it. */
    public static void watch(Cluster cluster, List<Workload> workloads, Console console) {
        var changes = new Semaphore(0);
        var board = new Board(cluster, workloads, console);
        var watches = new HashMap<Resource, Watch>();
        workloads.forEach(workload -> watches.computeIfAbsent(workload.target().resource(),
                resource -> new Watch(cluster.requests(), resource, cluster.namespace(), changes::release)));
        try (var related = new Related(cluster, cluster.namespace(), changes::release)) {
            while (Instant.now().isBefore(cluster.requests().deadline())) {
                if (related.isListed() && watches.values().stream().allMatch(Watch::isListed)) {
                    board.show(watches, related.around());
                }
                changes.tryAcquire(1, TimeUnit.SECONDS);
                changes.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            watches.values().forEach(Watch::close);
        }
    }

    private void show(Map<Resource, Watch> watches, Around around) {
        var screen = new ArrayList<Text>();
        for (var workload : workloads) {
            var watch = watches.get(workload.target().resource());
            var object = watch.get(workload.target().name());
            var trouble = watch.trouble();
            if (console.isLive()) {
                screen.addAll(object == null ? List.of(Console.text(workload.title() + " is gone"))
                        : SideBySide.of(object, around, TerminalSize.now().columns()));
                screen.add(Console.text(trouble, Style.fg_red));
            } else if (object == null) {
                news(workload.title(), workload.title() + " is gone");
            } else {
                news(workload.title(), object, around);
            }
        }
        if (console.isLive()) {
            console.fill(screen);
        }
    }

    private void news(String title, Map<String, Object> object, Around around) {
        news(title, title + ": " + headline(object, around));
        for (var group : PodGroup.of(object, around)) {
            news(group.name(), "  " + group.name() + (group.fresh() ? ", new: " : ", old: ") + group.counts() + ", "
                    + group.images());
            group.pods().forEach(pod -> news(pod.name(), "    pod/%s: %s, %d/%d ready%s".formatted(pod.name(), pod.status(),
                    pod.ready(), pod.containers(), pod.restarts() == 0 ? "" : ", " + pod.restarts() + " restarts")));
        }
        Troubles.of(object, around).ifPresent(trouble -> news(title + " trouble", "    " + trouble));
    }

    private void news(String about, String line) {
        if (!line.equals(said.put(about, line))) {
            console.print(line);
        }
    }

    /** How far it is, and how many pods there are against what the strategy allows. */
    static String headline(Map<String, Object> object, Around around) {
        var limits = new StrategyLimits(object);
        var pods = around.all(object).stream().map(PodSummary::of).filter(pod -> !pod.isEnding()).toList();
        return "%s; %d pods of at most %d, %d ready of at least %d".formatted(Verdict.of(object, Set.of()).message(), pods.size(),
                limits.most(), pods.stream().filter(PodSummary::isReady).count(), limits.least());
    }
}
