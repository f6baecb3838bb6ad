package demoapp.kit;

import java.util.Map;

import demoapp.Problem;
import demoapp.apply.Apply;
import demoapp.cluster.Cluster;
import demoapp.cluster.Resources;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** kubectl patch: the named fields are changed, lists merged by their names. */
final class Patching {
    private Patching() { }

    /** @param object KIND/NAME */
    static void patch(Cluster cluster, String object, String yaml) {
        var parts = object.split("/");
        var resource = new Resources(cluster.requests()).named(parts[0])
                .orElseThrow(() -> Problem.usage("the cluster has no kind \"" + parts[0] + "\"; an object is named KIND/NAME"));
        var answer = cluster.requests().send("PATCH", resource.path(cluster.namespace()) + "/" + parts[parts.length - 1]
                + "?fieldManager=" + Apply.FIELD_MANAGER + "-patch&fieldValidation=Strict",
                "application/strategic-merge-patch+json", fields(yaml));
        if (!answer.ok()) {
            throw Problem.failed(object + ": " + answer.message());
        }
    }

    private static Map<String, Object> fields(String yaml) {
        try {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        } catch (YAMLException | ClassCastException e) {
            throw Problem.usage("that is no YAML of fields: " + e.getMessage().lines().findFirst().orElse(""));
        }
    }
}
