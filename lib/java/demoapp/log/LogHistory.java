package demoapp.log;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;

import demoapp.cluster.Requests;

/** What several containers have written so far, in the order of its times. */
final class LogHistory {
    private LogHistory() { }

    private record Unprinted(ContainerLog log, Queue<LogLine> lines) { }

    /**
     * @param previous of the instances before the last restart
     * @param mayGoOn  whether last lines without a line end are left for later
     */
    static void print(Requests requests, List<ContainerLog> logs, boolean previous, boolean mayGoOn, LogPrinter printer) {
        // Lines of one container stay in its own order, whatever their times.
        var next = new PriorityQueue<Unprinted>(Comparator.comparing(log -> log.lines.peek().time()));
        requests.parallel(logs, log -> new Unprinted(log, new ArrayDeque<>(log.nextPage(previous, mayGoOn))))
                .stream().filter(log -> !log.lines.isEmpty()).forEach(next::add);
        while (!next.isEmpty() && !printer.isBroken()) {
            var log = next.poll();
            printer.print(log.lines.poll());
            if (log.lines.isEmpty()) {
                printer.flush();
                log.lines.addAll(log.log.nextPage(previous, mayGoOn));
            }
            if (!log.lines.isEmpty()) {
                next.add(log);
            }
        }
        printer.flush();
    }
}
