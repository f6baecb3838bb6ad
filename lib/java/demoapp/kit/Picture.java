package demoapp.kit;

import java.util.stream.Collectors;

import demoapp.rollout.Timeline;
import demoapp.rollout.TimelineSvg;

/** A rollout's timeline. */
final class Picture extends Shown {
    private final Timeline timeline;

    Picture(Timeline timeline) {
        this.timeline = timeline;
    }

    @Override
    String text() {
        return TimelineSvg.sentences(timeline).stream().collect(Collectors.joining("\n"));
    }

    @Override
    String html() {
        return TimelineSvg.of(timeline);
    }
}
