package demoapp.apply;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import demoapp.cluster.Answer;
import demoapp.cluster.Cluster;
import demoapp.cluster.Resources;
import demoapp.json.Json;
import demoapp.manifest.Manifest;
import demoapp.manifest.Placeholders;
import demoapp.manifest.Steps;
import demoapp.rollout.Readiness.Target;

/** Deletes what another step left behind and this one does not have; volume claims only when told to. */
public final class Prune {
    private static final String OURS = "demoapp";

    private Prune() { }

    /**
     * @param dryRun whether to only say what would be deleted
     * @return what is still on its way out
     */
    public static List<Target> run(int step, boolean volumes, boolean dryRun, Cluster cluster, Resources resources,
            Consumer<String> say) {
        var left = Deletion.targets(others(step), cluster, resources);
        var ours = cluster.requests().parallel(left, target -> isOurs(cluster.requests().get(target.path())));
        var targets = IntStream.range(0, left.size()).filter(ours::get).mapToObj(left::get).toList();
        return Deletion.run(cluster.requests(), targets, "--prune-volumes", volumes, dryRun, say);
    }

    private static List<Manifest> others(int step) {
        var others = new LinkedHashMap<String, Manifest>();
        IntStream.rangeClosed(Steps.FIRST, Steps.LAST).forEach(other -> Steps.read(other, names())
                .forEach(manifest -> others.put(manifest.title(), manifest)));
        Steps.read(step, names()).forEach(manifest -> others.remove(manifest.title()));
        return List.copyOf(others.values());
    }

    private static Placeholders names() {
        return new Placeholders(Map.of()).lenient();
    }

    private static boolean isOurs(Answer live) {
        return live.ok() && Json.text(live.json(), "metadata", "labels", "app").equals(OURS);
    }
}
