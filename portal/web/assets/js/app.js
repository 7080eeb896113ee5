// Pages of people at work: everything of public.js, and htmx for lists, filters and autosave.
import htmx from 'htmx.org';
import './expose_htmx.js';
import 'idiomorph/htmx';
import './ui.js';
import './fragments.js';
import './autosave.js';
import './resumable_uploads.js';
