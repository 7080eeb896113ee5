// Everything in this folder is an enhancement: each page works with it absent.
import './copy_buttons.js';
import './dialogs.js';
import './drafts.js';
import './errors.js';
import './filters.js';
import './menus.js';
import './once.js';
import './scans.js';
import './signature.js';
import './stamps.js';
import './uploads.js';
import './word_counts.js';

document.documentElement.classList.add('js');
