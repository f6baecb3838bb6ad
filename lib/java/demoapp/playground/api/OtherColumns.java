package demoapp.playground.api;

import static demoapp.playground.api.Columns.AGE;
import static demoapp.playground.api.Columns.CONTAINERS;
import static demoapp.playground.api.Columns.IMAGES;
import static demoapp.playground.api.Columns.NAME;
import static demoapp.playground.api.Columns.SELECTOR;
import static demoapp.playground.api.Columns.columns;
import static demoapp.playground.api.Columns.count;
import static demoapp.playground.api.Columns.number;
import static demoapp.playground.api.Columns.text;

import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.Kinds;

/** The columns of what runs on every node, and of what Services lead to. */
final class OtherColumns {
    private OtherColumns() { }

    static void add() {
        columns(Kinds.DAEMON_SET, NAME, number("Desired", o -> count(o, "status", "desiredNumberScheduled")),
                number("Current", o -> count(o, "status", "currentNumberScheduled")),
                number("Ready", o -> count(o, "status", "numberReady")),
                number("Up-to-date", o -> count(o, "status", "updatedNumberScheduled")),
                number("Available", o -> count(o, "status", "numberAvailable")),
                text("Node Selector", o -> Columns.labels(Json.map(o, "spec", "template", "spec", "nodeSelector"))), AGE,
                CONTAINERS, IMAGES, SELECTOR);
        columns(Kinds.ENDPOINT_SLICE, NAME, text("AddressType", "addressType"),
                text("Ports", o -> orUnset(Json.maps(o, "ports").stream().map(OtherColumns::port).toList())),
                text("Endpoints", o -> orUnset(Json.maps(o, "endpoints").stream()
                        .flatMap(e -> Json.texts(e, "addresses").stream()).toList())), AGE);
    }

    private static String port(Map<String, Object> port) {
        return port.get("port") != null ? Json.text(port, "port") : port.get("name") != null ? Json.text(port, "name") : "*";
    }

    private static String orUnset(List<String> all) {
        return all.isEmpty() ? "<unset>" : Columns.limited(all);
    }
}
