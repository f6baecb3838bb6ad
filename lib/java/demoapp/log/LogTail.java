package demoapp.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import demoapp.LineSplitter;
import demoapp.cluster.Requests;
import demoapp.json.Json;

/** The end of a container's log, for reports of what has failed: quick, bounded, and never a failure itself. */
public final class LogTail {
    private static final int LINES = 25;
    private static final int MOST_BYTES = 64 * 1024;
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private LogTail() { }

    /**
     * The last 25 lines of the instance that died, or else of the present one.
     *
     * @param pod the pod, with its status
     * @return empty when there is no log, or none is to be had within some seconds
     */
    public static List<String> of(Requests requests, Map<String, Object> pod, String container) {
        var instance = ContainerInstance.of(pod, container);
        var lines = instance.running() && instance.hasPrevious() ? read(requests, pod, container, "&previous=true")
                : List.<String>of();
        return lines.isEmpty() ? read(requests, pod, container, "") : lines;
    }

    private static List<String> read(Requests requests, Map<String, Object> pod, String container, String which) {
        var lines = new ArrayList<String>();
        var splitter = new LineSplitter(line -> lines.add(new String(line, StandardCharsets.UTF_8)));
        try {
            var answer = requests.stream(LogTarget.PODS.path(Json.text(pod, "metadata", "namespace")) + "/"
                    + Json.text(pod, "metadata", "name") + "/log?container=" + container + "&tailLines=" + LINES
                    + "&limitBytes=" + MOST_BYTES + which, LONGEST, splitter);
            if (!answer.ok()) {
                return List.of();
            }
            if (splitter.rest().length > 0) {
                lines.add(new String(splitter.rest(), StandardCharsets.UTF_8));
            }
            return lines;
        } catch (IOException e) {
            return List.of();
        }
    }
}
