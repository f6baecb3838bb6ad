package demoapp.apply;

import java.time.Instant;

import demoapp.Pause;
import demoapp.Problem;
import demoapp.cluster.Requests;
import demoapp.cluster.Resources;
import demoapp.cluster.Resources.Resource;
import demoapp.json.Json;
import demoapp.manifest.Manifest;

/** Objects of a kind that a CustomResourceDefinition among the same manifests defines. */
final class CustomKind {
    private CustomKind() { }

    static boolean defines(Manifest definition, Manifest custom) {
        return definition.kind().equals("CustomResourceDefinition")
                && Json.text(definition.object(), "spec", "group").equals(custom.group())
                && Json.text(definition.object(), "spec", "names", "kind").equals(custom.kind());
    }

    /** The server takes a moment to serve a kind that has just been defined. */
    static Resource await(Requests requests, Manifest custom) {
        for (;;) {
            var resource = new Resources(requests).of(custom.apiVersion(), custom.kind());
            if (resource.isPresent()) {
                return resource.get();
            }
            if (Instant.now().isAfter(requests.deadline())) {
                throw new Problem(Problem.TIMED_OUT, custom.where() + ": timed out: the cluster does not serve "
                        + custom.apiVersion() + " " + custom.kind() + " yet");
            }
            Pause.millis(200);
        }
    }
}
