package dev.carillon.call;

/** Whether a call that ended before anything rang may be tried over another trunk at once. */
public enum Again {
    NO, OTHER_TRUNK
}
