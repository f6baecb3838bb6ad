package demoapp.playground.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZonedDateTime;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When schedules are due, as the library that Kubernetes uses has it: https://github.com/robfig/cron/tree/v3.0.1 */
class CronScheduleTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            * * * * *       | 2026-02-28T23:59:30Z | 2026-03-01T00:00Z
            0/15 * * * *    | 2026-01-01T10:45Z    | 2026-01-01T11:00Z
            5/15 * * * *    | 2026-01-01T10:45Z    | 2026-01-01T10:50Z
            20-35/15 * * * *| 2026-01-01T10:20Z    | 2026-01-01T10:35Z
            0 3 * * *       | 2026-01-01T03:00Z    | 2026-01-02T03:00Z
            0 0 29 feb ?    | 2026-01-01T00:00Z    | 2028-02-29T00:00Z
            0 9 * * mon-fri | 2026-11-20T09:00Z    | 2026-11-23T09:00Z
            0 0 13 * FRI    | 2026-11-01T00:00Z    | 2026-11-06T00:00Z
            0 0 */2 * 1     | 2026-11-01T00:00Z    | 2026-11-02T00:00Z
            @daily          | 2026-01-01T10:00Z    | 2026-01-02T00:00Z
            @every 1h30m    | 2026-01-01T10:00:00Z | 2026-01-01T11:30Z
            30 2 * * *      | 2026-03-28T12:00+01:00[Europe/Berlin] | 2026-03-30T02:30+02:00[Europe/Berlin]
            """)
    void the_next_time_is_the_first_that_fits(String schedule, String after, String next) {
        assertEquals(ZonedDateTime.parse(next), CronSchedule.parse(schedule).next(ZonedDateTime.parse(after)).get());
    }

    @Test
    void a_day_that_no_month_has_never_comes() {
        assertTrue(CronSchedule.parse("0 0 31 2 *").next(ZonedDateTime.parse("2026-01-01T00:00Z")).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            * * *       | expected exactly 5 fields, found 3: [* * *]
            60 * * * *  | end of range (60) above maximum (59): 60
            * * 0 * *   | beginning of range (0) below minimum (1): 0
            9-5 * * * * | beginning of range (9) beyond end of range (5): 9-5
            */0 * * * * | step of range should be a positive number: */0
            a * * * *   | failed to parse int from a: strconv.Atoi: parsing "a": invalid syntax
            1-2-3 * * * * | too many hyphens: 1-2-3
            @often      | unrecognized descriptor: @often
            """)
    void what_is_no_schedule_is_explained(String schedule, String fault) {
        assertEquals(fault, CronSchedule.fault(schedule));
    }
}
