package dev.carillon.http;

/** Is told of every answer. Called on the request's thread: it is quick and throws nothing. */
public interface Observer {

    /**
     * A request that reached our routing was answered, or its client is gone.
     *
     * @param method what was asked with, as it came: any text
     * @param route  the route's path with its parameters' names, never what stood in their place;
     *               {@link #NO_ROUTE} when nothing is there
     * @param nanos  from its arrival until the answer was handed to the network
     */
    void answered(String method, String route, int status, long nanos);

    /** A request was refused for the rate limit of its key; it is told as answered, too. */
    void limited();

    /** The web server itself answered what never reached our routing. */
    void early(int status);

    /** The route of a request that has none. */
    String NO_ROUTE = "none";

    /** Nobody who watches. */
    static Observer none() {
        return new Observer() {

            @Override
            public void answered(String method, String route, int status, long nanos) {
            }

            @Override
            public void limited() {
            }

            @Override
            public void early(int status) {
            }
        };
    }
}
