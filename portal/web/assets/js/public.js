// Pages for everybody.
import './ui.js';
