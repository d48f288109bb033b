// What is on the page before there is a job. What shows jobs brings its own
// sheet along, in the chunk that it comes in.
import './base.css';
