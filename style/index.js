import './base.css';
import './parts.css';
import './card.css';
