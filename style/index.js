import './base.css';
import './parts.css';
import './card.css';
import './sidebar.css';
import './job.css';
import './submit.css';
