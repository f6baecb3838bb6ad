package demoapp.log;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import demoapp.Problem;
import demoapp.cluster.Cluster;
import demoapp.json.Json;

/**
 * What logs are wanted.
 *
 * @param container   only those of this name, or null for all
 * @param previous    of the instances before the last restart
 * @param maxRequests how many logs may be read at once
 */
public record LogRequest(List<LogTarget> targets, String container, LogWindow window, boolean previous, int maxRequests) {

    /** Prints all that has been written so far. @throws Problem when there is no such pod, container or log */
    public void print(Cluster cluster, LogPrinter printer) {
        var pods = pods(cluster);
        targets.stream().filter(target -> pods.get(target).isEmpty()).findFirst().ifPresent(target -> {
            throw Problem.failed(target.nothing(cluster));
        });
        var logs = logs(cluster, distinct(pods), window, printer);
        LogHistory.print(cluster.requests(), logs, previous, false, printer);
        var missing = logs.stream().filter(log -> !log.missing().isEmpty()).toList();
        if (missing.size() == logs.size()) {
            throw Problem.failed(previous ? "there is no log of a container before a restart: " + missing.get(0).missing()
                    : missing.get(0).missing() + (logs.size() == 1 ? "" : "\n(and so on: no container has a log)"));
        }
        if (!previous) {
            missing.forEach(log -> printer.note(log.title() + ": " + log.missing()));
        }
    }

    /** The pods that there are now. */
    Map<LogTarget, List<Map<String, Object>>> pods(Cluster cluster) {
        var pods = new LinkedHashMap<LogTarget, List<Map<String, Object>>>();
        targets.forEach(target -> pods.put(target, target.pods(cluster)));
        return pods;
    }

    static List<Map<String, Object>> distinct(Map<LogTarget, List<Map<String, Object>>> pods) {
        var distinct = new LinkedHashMap<String, Map<String, Object>>();
        pods.values().forEach(list -> list.forEach(pod -> distinct.put(Json.text(pod, "metadata", "uid"), pod)));
        return List.copyOf(distinct.values());
    }

    /** The logs of the wanted containers. @throws Problem when none has the name, or they are too many */
    List<ContainerLog> logs(Cluster cluster, List<Map<String, Object>> pods, LogWindow window, LogPrinter printer) {
        var logs = pods.stream().flatMap(pod -> logs(cluster, pod, window, printer).stream()).toList();
        if (logs.isEmpty() && !pods.isEmpty()) {
            var names = new TreeSet<String>();
            pods.forEach(pod -> names.addAll(ContainerLog.containers(pod)));
            throw Problem.failed("there is no container " + container + "; there is: " + String.join(", ", names));
        }
        if (logs.size() > maxRequests) {
            throw Problem.failed("these are the logs of " + logs.size() + " containers, and " + maxRequests
                    + " may be read at once:\nname fewer, with -l or -c, or allow more: --max-log-requests " + logs.size());
        }
        return logs;
    }

    List<ContainerLog> logs(Cluster cluster, Map<String, Object> pod, LogWindow window, LogPrinter printer) {
        return ContainerLog.containers(pod).stream().filter(name -> container == null || container.equals(name))
                .map(name -> new ContainerLog(cluster.requests(), LogTarget.PODS.path(cluster.namespace()), pod, name,
                        window, printer)).toList();
    }
}
