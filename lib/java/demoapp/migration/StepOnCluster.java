package demoapp.migration;

import java.util.List;
import java.util.Map;

import demoapp.Console;
import demoapp.apply.Apply;
import demoapp.cluster.Cluster;
import demoapp.cluster.Resources;
import demoapp.json.Json;
import demoapp.manifest.Manifest;
import demoapp.manifest.Placeholders;
import demoapp.manifest.Steps;
import demoapp.rollout.ContainerImages;
import demoapp.rollout.Readiness;
import demoapp.rollout.Readiness.Target;

/** Which of the article's steps a namespace has, and how it comes to another. */
public final class StepOnCluster {
    private StepOnCluster() { }

    /** 0: none of the application is there. */
    public static int of(Cluster cluster) {
        var deployments = "/apis/apps/v1/namespaces/" + cluster.namespace() + "/deployments/";
        var puma = cluster.requests().get(deployments + Application.PUMA);
        if (!puma.ok()) {
            return 0;
        }
        var command = String.join(" ", Json.texts(puma.json(), "spec", "template", "spec", "containers", 0, "command"));
        if (command.contains("setup-db-and-start")) {
            return 1;
        }
        var mysql = cluster.requests().get(deployments + "demoapp-mysql").json();
        return Json.maps(mysql, "spec", "template", "spec", "volumes").stream()
                .anyMatch(volume -> volume.containsKey("persistentVolumeClaim")) ? 3 : 2;
    }

    /** The step's manifests. @param images the application's */
    static List<Manifest> manifests(int step, ContainerImages images) {
        return Steps.read(step, new Placeholders(Map.of())).stream().map(images::in).toList();
    }

    /** Applies the step and waits. @return how that ended */
    static Readiness.Outcome apply(Cluster cluster, List<Manifest> manifests, Console console) {
        var apply = new Apply(cluster, new Resources(cluster.requests()), false, false,
                warning -> console.print("Warning: " + warning));
        var applied = apply.run(apply.plan(manifests, List.of()), result -> { });
        var targets = applied.stream().map(object -> object.planned().target()).filter(Target::isAwaited).toList();
        return Readiness.await(cluster, targets, console);
    }

    /**
     * Sees to it that the namespace has this step, or a later one.
     *
     * @param images the application's, where it has to be applied
     * @return what it has
     */
    public static int ensure(int step, ContainerImages images, Cluster cluster, Console console) {
        var now = of(cluster);
        if (now >= step) {
            return now;
        }
        console.print("applying step " + step + (now == 0 ? "" : ": there is only step " + now));
        apply(cluster, manifests(step, images), console).orThrow();
        return step;
    }
}
