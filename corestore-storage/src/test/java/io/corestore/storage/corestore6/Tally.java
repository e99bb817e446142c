package io.corestore.storage.corestore6;

/**
 * What a sweep did.
 *
 * @param boundaries after how many operations the power was cut
 * @param images how many different images were opened
 * @param kills how many ends of the process were opened
 * @param recoveries how many images were of a crash while another one was recovered from
 */
record Tally(int boundaries, int images, int kills, int recoveries) {
    static final Tally NONE = new Tally(0, 0, 0, 0);

    Tally plus(Tally other) {
        return new Tally(
                boundaries + other.boundaries,
                images + other.images,
                kills + other.kills,
                recoveries + other.recoveries);
    }

    @Override
    public String toString() {
        return boundaries + " boundaries, " + images + " distinct images, " + kills + " kills, " + recoveries
                + " crashed recoveries, 0 violations";
    }
}
