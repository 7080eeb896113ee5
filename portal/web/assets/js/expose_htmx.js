// Extensions expect htmx as a global; a module of its own, because imports run in order.
import htmx from 'htmx.org';

window.htmx = htmx;
